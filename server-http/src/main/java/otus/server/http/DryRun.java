package otus.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.dryrun.DryRunEndpoint;
import otus.server.http.dryrun.DryRunLoop;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ServerContext;
import otus.server.http.h1.Http1Factory;
import otus.server.http.h1.codec.Refused;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.request.Transport;
import otus.server.http.syntax.Violation;
import otus.server.loop.EndpointListener;
import otus.server.loop.Ticker;

/// Computes the response head of a server without a port or a client. A request passes through the
/// same parser, handler and encoder as on a real connection, but the head is returned instead of
/// sent. The response body is not read, but closed.
///
/// ```java
/// byte[] request = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);
/// DryRun.Result result = new DryRun(handler, HttpLimits.defaults(), clock).answer(request);
/// result.head().getFirst(); // HTTP/1.1 200 OK
/// ```
///
/// The handler is called on the calling thread, which waits for the answer until a timeout of the
/// limits expires. The caller closes the resources of the handler. A dry run keeps no state between
/// two requests, so threads may share it if the handler and the clock allow that.
public final class DryRun {
  private final Handler handler;
  private final HttpLimits limits;
  private final InstantSource clock;

  /// Creates a dry run.
  ///
  /// @param handler the handler of all requests
  /// @param limits the limits of the connection and of the handler
  /// @param clock the clock for the header Date
  public DryRun(Handler handler, HttpLimits limits, InstantSource clock) {
    this.handler = Objects.requireNonNull(handler, "handler");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /// A response head as a server would have sent it.
  ///
  /// @param head the status line, then one line for each header; empty if the server would have
  ///     closed the connection without a response
  /// @param refusal the reason if the request was refused before the handler was called, with the
  ///     section of the RFC, such as `bad host (RFC 9112 §3.2)`; otherwise empty
  public record Result(List<String> head, String refusal) {

    /// Copies the list.
    public Result {
      head = List.copyOf(head);
    }
  }

  /// Answers one request, as the first and only one of its connection.
  ///
  /// @param request the bytes of the request head, with the empty line at the end; copied
  /// @return the response head
  /// @throws InterruptedException if the calling thread is interrupted while it waits for the
  ///     answer
  public Result answer(byte[] request) throws InterruptedException {
    return answer(request, null, false);
  }

  /// Answers one request that arrives at an address of the server.
  ///
  /// @param request the bytes of the request head, with the empty line at the end; copied
  /// @param local the address, or null for a loopback address
  /// @param encrypted whether the request arrives over TLS, so that its scheme is `https`
  /// @return the response head
  /// @throws InterruptedException if the calling thread is interrupted while it waits for the
  ///     answer
  @SuppressWarnings("exports") // Nullable is needed at compile time only
  public Result answer(byte[] request, @Nullable SocketAddress local, boolean encrypted)
      throws InterruptedException {
    DryRunLoop loop = new DryRunLoop(Ticker.system());
    DryRunEndpoint endpoint = new DryRunEndpoint(loop, request.clone(), local);
    LoopContext context = ServerContext.of(handler, limits, clock).on(loop);
    Transport transport = encrypted ? Transport.HTTPS : Transport.HTTP;
    EndpointListener connection = new Http1Factory(context, transport, null).create(endpoint);
    endpoint.replaceListener(connection);
    try {
      connection.onReadable();
      loop.runUntil(endpoint::isDone);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never: the endpoint is in memory
    } finally {
      endpoint.abort();
      loop.end();
    }
    return new Result(endpoint.head(), refusal(request));
  }

  /// Returns the reason of a refusal. The connection does not expose it, so the request is parsed
  /// once more.
  private String refusal(byte[] request) {
    RequestParser parser = new RequestParser(limits.requests());
    return parser.parse(ByteBuffer.wrap(request)) instanceof Refused(Violation violation)
        ? violation.name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + " ("
            + violation.section()
            + ")"
        : "";
  }
}
