package otus.server.http.h1;

import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.codec.ResponseFraming;

/// Decides whether a connection is kept after a response, and how it is closed if not (RFC 9112
/// §9.3, §9.6). Pure.
final class KeepAlive {
  private KeepAlive() {}

  /// Returns whether another request may follow the response: both sides want to keep the
  /// connection, and the rest of the request body is either received or small enough to be
  /// discarded.
  ///
  /// @param persistent whether there is a request, and its client wants to keep the connection
  /// @param in the state of the input
  /// @param discardable whether the rest of its body may be discarded
  /// @param kind the framing of the response
  static boolean isKept(boolean persistent, In in, boolean discardable, ResponseFraming.Kind kind) {
    if (!persistent || kind == ResponseFraming.Kind.CLOSE) {
      return false;
    }
    return switch (in) {
      case HEAD, BODY -> discardable;
      case COMPLETE -> true;
      case FINISHED -> false;
    };
  }

  /// Returns whether a client that has not closed its side may still be sending when the last
  /// response is sent. Its bytes are then discarded for a while: closing over unread bytes would
  /// reset the connection, and the response could be lost (RFC 9112 §9.6). A client has stopped if
  /// it sent a complete request with `Connection: close` and nothing after it.
  ///
  /// @param persistent whether the client wants to keep the connection
  /// @param in the state of the input
  /// @param unread the number of received bytes that belong to no request
  static boolean lingers(boolean persistent, In in, int unread) {
    return persistent || in != In.COMPLETE || unread != 0;
  }
}
