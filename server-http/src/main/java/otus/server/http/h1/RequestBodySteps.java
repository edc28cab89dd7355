package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.http.connection.ReceivedBytes;
import otus.server.http.connection.Timeouts;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.codec.BodyDecoder;
import otus.server.http.h1.codec.Refused;
import otus.server.http.syntax.Violation;

/// Takes the steps of one connection through the bodies of its requests: a handler receives the
/// body, or the connection discards it. Owned by the connection, confined to its loop.
///
/// @param writer sends the 100 that a client waits for
/// @param exchange the exchange whose request has the body
record RequestBodySteps(
    ConnectionState state,
    Timeouts timeouts,
    ReceivedBytes received,
    ResponseWriter writer,
    CurrentExchange exchange) {

  /// Decodes more of the body, if it is read now.
  ///
  /// @return false if nothing can be done before more has arrived, or the handler needs more
  boolean step() throws IOException {
    if (!state.awaitsBody(exchange.isBodyDemanded())) {
      return false;
    }
    if (state.isContinueDue()) {
      if (received.isEmpty() && state.is(Out.ANSWERING)) {
        writer.sendContinue();
      }
      state.clearContinue();
    }
    RequestBodyReader body = exchange.body();
    BodyDecoder.Event decoded = body.decode(received.bytes());
    if (decoded instanceof BodyDecoder.More) {
      if (state.isHalfClosed()) {
        fail(Violation.INCOMPLETE_BODY);
      }
      return false;
    }
    if (decoded instanceof Refused(var violation)) {
      fail(violation);
    } else if (decoded instanceof BodyDecoder.Data(ByteBuffer bytes)) {
      timeouts.onHandlerProgress();
      if (state.is(Out.DISCARDING) && !body.discard(bytes.remaining())) {
        exchange.finish();
      }
    } else {
      state.to(In.COMPLETE);
      if (state.is(Out.DISCARDING)) {
        exchange.endBody();
      }
    }
    return true;
  }

  /// Reports to the handler, and to the client if its response has not begun, that the body is
  /// incomplete.
  void fail(Violation violation) throws IOException {
    exchange.failBody(violation + " (" + violation.section() + ")");
    state.makeResponseLast();
    switch (state.out()) {
      case ANSWERING -> exchange.refuse(violation);
      case SENDING -> state.to(In.FINISHED);
      case DISCARDING -> exchange.finish();
      case IDLE, LINGERING, CLOSED -> throw new IllegalStateException("no body in " + state);
    }
  }
}
