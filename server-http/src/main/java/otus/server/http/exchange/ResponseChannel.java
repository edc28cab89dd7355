package otus.server.http.exchange;

import otus.server.api.Response;

/// The receiver of the response of an [Exchange]: a connection, or one stream of a connection.
public interface ResponseChannel {

  /// Sends the response. Called on the loop, once for each exchange whose [Exchange#start] returned
  /// null and that was not stopped, and again after [Exchange#replaceFailed].
  ///
  /// @param response owned by the channel, which closes its body
  void respond(Response response);

  /// Breaks the connection, or at least the stream, instead of sending a response. Called on the
  /// loop, not within another call of the channel; has no effect if it has been closed meanwhile.
  /// By default there is nothing to break.
  default void abort() {}

  /// Returns the number of bytes of the body that were sent. Called at [Exchange#end], if they are
  /// recorded. By default there is no response.
  default long bodyBytes() {
    return 0;
  }
}
