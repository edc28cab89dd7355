package otus.server.http.monitor;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import otus.server.api.Request;
import otus.server.api.Target;

/// The facts of one exchange after its end: its last byte was sent, or its connection was closed.
/// Immutable, except the attributes of the request.
///
/// @param peer the address of the client: that of the connection, or the one that a trusted proxy
///     reports
/// @param request the request that the handler got, whose body must not be read; null if the
///     request was refused before its head was complete
/// @param partialLine the part of the request line that arrived, if there is no request; not
///     escaped
/// @param requestId the id of the request, which is also an attribute of it; null if requests have
///     no ids
/// @param protocol the version, as in the request line
/// @param status the status code of the response; 0 if none was sent
/// @param bodyBytes the number of bytes of the response that were sent, without its head, with the
///     framing of the protocol; if it was cut off, also those that waited in the output of the
///     connection
/// @param started the time at which the first byte of the head was read, in nanoseconds of
///     [System#nanoTime]
/// @param nanos the time from then to the end, in nanoseconds. It begins with the turn of the loop
///     in which the byte was read, so the time that the request waited within the turn is counted
/// @param end the kind of end
@SuppressWarnings("exports") // Nullable is needed at compile time only
public record ExchangeRecord(
    SocketAddress peer,
    @Nullable Request request,
    String partialLine,
    @Nullable String requestId,
    String protocol,
    int status,
    long bodyBytes,
    long started,
    long nanos,
    End end) {

  /// Returns the request line, or the part of it that arrived; not escaped.
  ///
  /// @return the request line without its line end
  public String requestLine() {
    Request current = request;
    if (current == null) {
      return partialLine;
    }
    Target target = current.target();
    String query = target.rawQuery();
    String path = query == null ? target.rawPath() : target.rawPath() + '?' + query;
    return current.method().name() + ' ' + path + ' ' + protocol;
  }

  /// The end of an exchange.
  public enum End {
    /// The response was sent whole.
    COMPLETE,
    /// The client closed the connection before the response was sent.
    CLIENT_CLOSED,
    /// The client or the handler exceeded a timeout.
    TIMED_OUT,
    /// The request broke a rule of the protocol or a limit.
    REFUSED,
    /// The handler failed after the response had begun, so that it could not be completed.
    FAILED,
    /// The server closed the connection: it stopped, or memory ran out.
    SERVER_CLOSED
  }
}
