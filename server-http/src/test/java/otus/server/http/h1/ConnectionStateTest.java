package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.http.config.RequestLimits;
import otus.server.http.connection.Timeouts.WaitingOn;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.h1.codec.ResponseFraming;

class ConnectionStateTest {
  private static final Map<In, Set<In>> IN =
      Map.of(
          In.HEAD, Set.of(In.BODY, In.COMPLETE, In.FINISHED),
          In.BODY, Set.of(In.COMPLETE, In.FINISHED),
          In.COMPLETE, Set.of(In.HEAD, In.FINISHED),
          In.FINISHED, Set.of(In.FINISHED));

  private static final Map<Out, Set<Out>> OUT =
      Map.of(
          Out.IDLE, Set.of(Out.ANSWERING, Out.SENDING, Out.CLOSED),
          Out.ANSWERING, Set.of(Out.SENDING, Out.CLOSED),
          Out.SENDING, Set.of(Out.IDLE, Out.DISCARDING, Out.LINGERING, Out.CLOSED),
          Out.DISCARDING, Set.of(Out.IDLE, Out.LINGERING, Out.CLOSED),
          Out.LINGERING, Set.of(Out.CLOSED),
          Out.CLOSED, Set.of());

  /// Valid transitions to each state.
  private static final Map<In, List<In>> WAYS_IN =
      Map.of(
          In.HEAD, List.of(),
          In.BODY, List.of(In.BODY),
          In.COMPLETE, List.of(In.COMPLETE),
          In.FINISHED, List.of(In.FINISHED));

  private static final Map<Out, List<Out>> WAYS_OUT =
      Map.of(
          Out.IDLE, List.of(),
          Out.ANSWERING, List.of(Out.ANSWERING),
          Out.SENDING, List.of(Out.SENDING),
          Out.DISCARDING, List.of(Out.SENDING, Out.DISCARDING),
          Out.LINGERING, List.of(Out.SENDING, Out.LINGERING),
          Out.CLOSED, List.of(Out.CLOSED));

  @ParameterizedTest
  @EnumSource
  void input_has_only_the_transitions_of_the_table(In from) {
    for (In to : In.values()) {
      ConnectionState state = new ConnectionState();
      WAYS_IN.get(from).forEach(state::to);
      if (IN.get(from).contains(to)) {
        state.to(to);
        assertEquals(to, state.in());
      } else {
        assertThrows(IllegalStateException.class, () -> state.to(to), from + " to " + to);
        assertEquals(from, state.in());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void output_has_only_the_transitions_of_the_table(Out from) {
    for (Out to : Out.values()) {
      ConnectionState state = new ConnectionState();
      WAYS_OUT.get(from).forEach(state::to);
      if (OUT.get(from).contains(to)) {
        state.to(to);
        assertEquals(to, state.out());
      } else {
        assertThrows(IllegalStateException.class, () -> state.to(to), from + " to " + to);
        assertEquals(from, state.out());
      }
    }
  }

  @Test
  void head_is_awaited_only_if_input_and_output_are_at_the_start() {
    ConnectionState state = new ConnectionState();
    assertTrue(state.awaitsHead());
    assertTrue(state.isIdle());
    state.to(In.COMPLETE);
    assertFalse(state.awaitsHead());
    state.to(Out.ANSWERING);
    state.to(Out.SENDING);
    state.to(In.HEAD);
    assertFalse(state.awaitsHead());
    state.to(Out.IDLE);
    assertTrue(state.awaitsHead());
    assertTrue(state.isIdle());
    state.halfClose();
    assertTrue(state.awaitsHead());
    assertFalse(state.isIdle());
  }

  private static ConnectionState with(String fields) {
    RequestParser parser = new RequestParser(new RequestLimits(8000, 8000, 10, 1000));
    String head = "POST / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n";
    ConnectionState state = new ConnectionState();
    state.begin((Http1Head) parser.parse(ByteBuffer.wrap(Octets.of(head))));
    return state;
  }

  /// Returns the state during a request.
  private static ConnectionState during(boolean persistent, In in) {
    String connection = persistent ? "X: y" : "Connection: close";
    ConnectionState state =
        with(in == In.COMPLETE ? connection : connection + "\r\nContent-Length: 9");
    if (in == In.FINISHED) {
      state.to(In.FINISHED);
    }
    return state;
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # persistent, in,       discardable, kind,    kept
          true,         COMPLETE, true,        LENGTH,  true
          true,         COMPLETE, true,        CHUNKED, true
          true,         COMPLETE, true,        NONE,    true
          true,         COMPLETE, false,       LENGTH,  true
          true,         BODY,     true,        LENGTH,  true
          true,         BODY,     false,       LENGTH,  false
          true,         FINISHED, true,        LENGTH,  false
          true,         COMPLETE, true,        CLOSE,   false
          false,        COMPLETE, true,        LENGTH,  false
          false,        BODY,     true,        LENGTH,  false
          false,        FINISHED, true,        LENGTH,  false
          """)
  void connection_is_kept_if_both_sides_want_it_and_the_next_request_can_be_found(
      boolean persistent, In in, boolean discardable, ResponseFraming.Kind kind, boolean kept) {
    assertEquals(kept, during(persistent, in).respond(discardable, kind));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # persistent, in,       unread, lingers
          false,        COMPLETE, 0,      false
          false,        COMPLETE, 1,      true
          false,        BODY,     0,      true
          false,        FINISHED, 0,      true
          true,         COMPLETE, 0,      true
          true,         BODY,     0,      true
          """)
  void connection_lingers_while_the_client_may_still_be_sending(
      boolean persistent, In in, int unread, boolean lingers) {
    assertEquals(lingers, during(persistent, in).lingers(unread));
  }

  @Test
  void response_is_the_last_if_the_client_or_the_server_closes_or_the_body_is_left() {
    assertTrue(with("X: y").respond(true, ResponseFraming.Kind.LENGTH));
    assertFalse(with("Connection: close").respond(true, ResponseFraming.Kind.LENGTH));
    assertFalse(with("X: y").respond(true, ResponseFraming.Kind.CLOSE));
    assertFalse(with("Content-Length: 9").respond(false, ResponseFraming.Kind.LENGTH));
    ConnectionState announced = with("X: y");
    announced.announceShutdown();
    assertFalse(announced.respond(true, ResponseFraming.Kind.LENGTH));
    ConnectionState draining = with("X: y");
    draining.drain();
    assertFalse(draining.respond(true, ResponseFraming.Kind.LENGTH));
  }

  @Test
  void body_that_waits_for_a_100_is_not_discarded() {
    String fields = "Content-Length: 9\r\nExpect: 100-continue";
    assertFalse(with(fields).respond(true, ResponseFraming.Kind.LENGTH));
    ConnectionState requested = with(fields);
    requested.clearContinue();
    assertTrue(requested.respond(true, ResponseFraming.Kind.LENGTH));
  }

  @Test
  void shutdown_does_not_break_the_promise_of_a_response_that_has_begun() {
    ConnectionState state = with("X: y");
    assertTrue(state.respond(true, ResponseFraming.Kind.LENGTH));
    state.drain();
    assertEquals(ConnectionState.Next.LAST_CALL, state.endResponse());
  }

  @Test
  void after_the_response_the_next_request_follows_unless_the_connection_closes() {
    ConnectionState kept = with("X: y");
    kept.respond(true, ResponseFraming.Kind.LENGTH);
    assertEquals(ConnectionState.Next.REQUEST, kept.endResponse());
    assertTrue(kept.awaitsHead());
    ConnectionState last = with("Connection: close");
    last.respond(true, ResponseFraming.Kind.LENGTH);
    assertEquals(ConnectionState.Next.CLOSE, last.endResponse());
    ConnectionState unread = with("Content-Length: 9");
    unread.respond(true, ResponseFraming.Kind.LENGTH);
    assertEquals(ConnectionState.Next.DISCARD, unread.endResponse());
    assertTrue(unread.awaitsBody(false));
    unread.to(In.COMPLETE);
    assertEquals(ConnectionState.Next.REQUEST, unread.endRequest());
  }

  @Test
  void half_closed_connection_reads_no_more_and_does_not_linger() {
    ConnectionState state = with("X: y");
    assertTrue(state.wantsInput(false, true));
    assertTrue(state.lingers(0));
    state.halfClose();
    assertFalse(state.wantsInput(false, true));
    assertFalse(state.lingers(0));
    assertEquals(WaitingOn.HANDLER_HALF_CLOSED, state.waitingOn(false, false));
  }

  @Test
  void client_is_timed_while_it_reads_or_sends_slowly() {
    ConnectionState state = with("Content-Length: 9");
    assertEquals(WaitingOn.HANDLER, state.waitingOn(false, false));
    assertEquals(WaitingOn.CLIENT, state.waitingOn(true, false));
    state.to(Out.SENDING);
    assertEquals(WaitingOn.NOTHING, state.waitingOn(false, false));
    assertEquals(WaitingOn.CLIENT, state.waitingOn(false, true));
    state.to(Out.DISCARDING);
    assertEquals(WaitingOn.CLIENT, state.waitingOn(false, false));
  }

  @Test
  void state_prints_input_and_output() {
    assertEquals("HEAD/IDLE", new ConnectionState().toString());
  }
}
