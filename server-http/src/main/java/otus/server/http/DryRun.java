package otus.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.dryrun.DryRunEndpoint;
import otus.server.http.dryrun.DryRunLoop;
import otus.server.http.exchange.ServerContext;
import otus.server.http.h1.Http1Factory;
import otus.server.http.h1.codec.Refused;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.syntax.Violation;
import otus.server.loop.EndpointListener;
import otus.server.loop.Ticker;

/// What a server would answer to a request, without a port or a client: the request goes through
/// the parser, the handler and the encoder of a connection that serves, and the head of the answer
/// is told instead of sent. The content is not read; whatever holds it is closed.
///
/// ```java
/// byte[] request = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(US_ASCII);
/// Rehearsal.Told told = new Rehearsal(handler, HttpLimits.defaults(), clock).answer(request);
/// told.head().getFirst(); // HTTP/1.1 200 OK
/// ```
///
/// The handler is called on the calling thread, which waits until it has answered, as long as the
/// limits allow. Whoever made the handler closes what it holds.
public final class DryRun {
  private final Handler handler;
  private final HttpLimits limits;
  private final InstantSource clock;

  /// A rehearsal of that handler.
  ///
  /// @param limits what a connection may cost
  /// @param clock what the field Date says
  public DryRun(Handler handler, HttpLimits limits, InstantSource clock) {
    this.handler = Objects.requireNonNull(handler, "handler");
    this.limits = Objects.requireNonNull(limits, "limits");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /// An answer as it would have been sent.
  ///
  /// @param head the status line, then a line for each field; empty if the connection would have
  ///     been closed without a word
  /// @param refusal why the request was refused before any handler saw it, with the section of the
  ///     RFC, like `bad host (RFC 9112 §3.2)`; empty if it was not
  public record Result(List<String> head, String refusal) {

    /// Takes a copy of the list.
    public Result {
      head = List.copyOf(head);
    }
  }

  /// Answers one request, which is the first and only one of its connection.
  ///
  /// @param request the octets of its head, with the empty line at the end
  /// @throws InterruptedException if the thread was interrupted while the handler answered
  public Result answer(byte[] request) throws InterruptedException {
    DryRunLoop loop = new DryRunLoop(Ticker.system());
    DryRunEndpoint pipe = new DryRunEndpoint(loop, request.clone());
    EndpointListener connection =
        new Http1Factory(ServerContext.of(handler, limits, clock).on(loop), "http").accept(pipe);
    pipe.listener(connection);
    try {
      connection.onReadable();
      loop.runUntil(pipe::isDone);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the pipe throws none
    } finally {
      pipe.abort();
      loop.end();
    }
    return new Result(pipe.head(), refusal(request));
  }

  /// The connection keeps to itself what it refuses; its parser finds the same again.
  private String refusal(byte[] request) {
    RequestParser parser =
        new RequestParser(limits.target(), limits.head(), limits.fields(), limits.content());
    return parser.parse(ByteBuffer.wrap(request)) instanceof Refused(Violation violation)
        ? violation.name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + " ("
            + violation.section()
            + ")"
        : "";
  }
}
