package otus.server.http.dispatch;

import otus.server.api.Response;

/// Hears how an exchange was settled: one of the four, once, on the loop; none if it was
/// cancelled.
public interface Settled {

  /// There is a response, whose body belongs to the receiver.
  void onResponse(Response response);

  /// Every handler passed.
  void onPass();

  /// It takes blocking work, of which there is too much already.
  void onBusy();

  /// A handler failed, which has been logged.
  void onFailure();
}
