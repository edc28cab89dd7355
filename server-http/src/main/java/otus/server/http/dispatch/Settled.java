package otus.server.http.dispatch;

import otus.server.api.Response;

/// Hears how an exchange was settled: one of the three, once, on the loop; none if it was
/// cancelled.
public interface Settled {

  /// There is a response, whose body belongs to the receiver.
  void onResponse(Response response);

  /// Every handler passed.
  void onPass();

  /// A handler failed, which has been logged.
  void onFailure();
}
