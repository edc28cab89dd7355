package otus.server.http.h1;

import org.jspecify.annotations.Nullable;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.ResponseFraming;

/// Whether a connection goes on after a response, and how it ends if not (RFC 9112 §9.3, §9.6).
/// Pure: knows what it is told, and never asks for more.
final class KeepAlive {
  private KeepAlive() {}

  /// Whether there can be another request after this response. Only if both sides want one, and its
  /// beginning can be found: behind content that is here, or that is worth reading away.
  ///
  /// @param request what is answered; null if that is no request
  /// @param in how far it was read
  /// @param worthDiscarding whether what is left of its content may be read away
  /// @param kind how the end of the response is told
  /// @param draining whether the server stops
  static boolean goesOn(
      @Nullable Http1Head request,
      In in,
      boolean worthDiscarding,
      ResponseFraming.Kind kind,
      boolean draining) {
    if (request == null
        || !request.persistent()
        || draining
        || kind == ResponseFraming.Kind.CLOSE) {
      return false;
    }
    return switch (in) {
      case HEAD, CONTENT -> worthDiscarding;
      case COMPLETE -> true;
      case FINISHED -> false;
    };
  }

  /// Whether the client may still be sending when the last response is sent, so that it has to be
  /// read away for a while: closing over unread bytes would reset the connection, and the response
  /// could be lost (RFC 9112 §9.6). A client is done if it has finished, or has sent the whole of a
  /// request it called its last, and nothing behind it.
  ///
  /// @param request what was answered last; null if that was no request
  /// @param in how far it was read
  /// @param unread how many bytes are here behind what was read
  /// @param ended whether the client has finished
  static boolean lingers(@Nullable Http1Head request, In in, int unread, boolean ended) {
    boolean last = request != null && !request.persistent();
    return !ended && !(last && in == In.COMPLETE && unread == 0);
  }
}
