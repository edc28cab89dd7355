package otus.server.http.exchange;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import otus.server.http.syntax.RequestHead;

/// The facts of one exchange after its end: its last byte was sent, or its connection was closed.
/// Immutable.
///
/// @param peer the address of the client
/// @param requestLine the request line, or the part of it that arrived; not escaped
/// @param request the head; null if the request was refused before there was one
/// @param status the status code of the response; 0 if none was sent
/// @param bodyBytes the number of bytes of the response that the kernel accepted, without its head,
///     with the framing of the protocol
/// @param started the time at which the first byte of the head was read, in nanoseconds of the loop
/// @param nanos the time from then to the end, in nanoseconds; no finer than the turns of the loop
/// @param end the kind of end
public record ExchangeRecord(
    SocketAddress peer,
    String requestLine,
    @Nullable RequestHead request,
    int status,
    long bodyBytes,
    long started,
    long nanos,
    End end) {

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

  /// Receives records; called on the loops, so it must not block.
  @FunctionalInterface
  public interface Listener {
    /// An exchange has ended.
    void onEnd(ExchangeRecord exchange);
  }
}
