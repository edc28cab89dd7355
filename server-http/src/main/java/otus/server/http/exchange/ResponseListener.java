package otus.server.http.exchange;

import otus.server.api.Response;
import otus.server.api.Status;

/// Hears how an exchange was settled: one of the four, once, on the loop; none if it was
/// cancelled.
public interface ResponseListener {

  /// There is a response, whose body belongs to the receiver.
  void onResponse(Response response);

  /// Every handler passed.
  void onPass();

  /// A handler refused the request, for a fault of the client's.
  void onRefusal(Status status);

  /// It takes blocking work, of which there is too much already, or for which no thread can start.
  void onBusy();

  /// A handler failed, which has been logged.
  void onFailure();
}
