package otus.server.http.h1;

import java.io.IOException;
import otus.server.api.Response;
import otus.server.http.connection.Timeouts;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Next;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.codec.ResponseFraming;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.loop.Endpoint;

/// Sends the responses of one connection, and does what follows each of them: another request, or
/// the end of the connection. Owned by the connection, confined to its loop.
///
/// @param writer writes one response after the other
record ResponseSteps(
    Endpoint endpoint,
    ConnectionState state,
    Timeouts timeouts,
    RequestReader reader,
    ResponseWriter writer,
    CurrentExchange exchange) {

  /// Begins a response.
  void send(Response response) throws IOException {
    ResponseFraming framing = reader.framing(response);
    boolean kept = state.respond(reader.isDiscardable(), framing.kind());
    boolean more = kept && state.is(In.COMPLETE) && reader.size() > 0;
    on(writer.start(response, framing, kept, more));
  }

  /// Continues the response, if there is one: the client accepts more, or a chunk has arrived.
  void proceed() throws IOException {
    if (state.is(Out.SENDING)) {
      on(writer.proceed());
    }
  }

  private void on(Progress progress) throws IOException {
    switch (progress) {
      case DONE -> sent();
      case FAILED -> exchange.get().replaceFailed();
      case BROKEN -> exchange.abort(End.FAILED);
      case BLOCKED, WAITING, YIELDED, PAUSED -> {} // rest() sets the interest and the timeout
    }
  }

  private void sent() throws IOException {
    exchange.end(true, writer);
    Next next = state.endResponse();
    switch (next) {
      case CLOSE -> finish();
      case DISCARD -> reader.fail("the response was sent");
      case REQUEST, LAST_CALL -> {
        reader.next();
        timeouts.idle(next == Next.LAST_CALL);
      }
    }
  }

  /// Closes the connection after the last response, or only its output until the client closes, too
  /// (RFC 9112 §9.6).
  void finish() throws IOException {
    boolean lingers = state.lingers(reader.size());
    state.to(In.FINISHED);
    if (!lingers) {
      endpoint.close();
      return;
    }
    reader.fail("the response was sent");
    reader.next();
    state.to(Out.LINGERING);
    endpoint.shutdownOutput();
    timeouts.linger();
  }
}
