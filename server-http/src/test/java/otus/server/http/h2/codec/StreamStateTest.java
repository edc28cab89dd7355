package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.http.h2.codec.StreamState.Event;
import otus.server.http.h2.codec.StreamState.Input;
import otus.server.http.h2.codec.StreamState.Reaction;

/// RFC 9113 §5.1.
class StreamStateTest {
  private static final Set<StreamState> OPEN_STATES =
      EnumSet.of(StreamState.OPEN, StreamState.HALF_CLOSED_REMOTE, StreamState.HALF_CLOSED_LOCAL);

  @ParameterizedTest
  @CsvSource({
    // "receiving any frame other than HEADERS or PRIORITY on a stream in this state MUST be treated
    // as a connection error … of type PROTOCOL_ERROR"
    "IDLE, PROCESS, PROTOCOL_ERROR, PROTOCOL_ERROR, PROTOCOL_ERROR",
    "OPEN, PROCESS, PROCESS, PROCESS, PROCESS",
    // "other than WINDOW_UPDATE, PRIORITY, or RST_STREAM … a stream error … STREAM_CLOSED"
    "HALF_CLOSED_REMOTE, STREAM_CLOSED, STREAM_CLOSED, PROCESS, PROCESS",
    "HALF_CLOSED_LOCAL, PROCESS, PROCESS, PROCESS, IGNORE",
    // "an endpoint that receives any frames after receiving a frame with the END_STREAM flag set
    // MUST treat that as a connection error … of type STREAM_CLOSED", except for these two
    "CLOSED, CONNECTION_CLOSED, CONNECTION_CLOSED, IGNORE, IGNORE",
    "RESET_BY_CLIENT, STREAM_CLOSED, STREAM_CLOSED, IGNORE, IGNORE",
    // "MUST ignore frames that it receives on closed streams after it has sent a RST_STREAM"
    "RESET_BY_SERVER, IGNORE, IGNORE, IGNORE, IGNORE",
    // §5.1.1: "an unexpected stream identifier MUST respond with a connection error …
    // PROTOCOL_ERROR"
    "SKIPPED, PROTOCOL_ERROR, PROTOCOL_ERROR, IGNORE, IGNORE",
    "FORGOTTEN, STREAM_CLOSED, STREAM_CLOSED, IGNORE, IGNORE"
  })
  void reactions_depend_on_the_state(
      StreamState state, Reaction headers, Reaction data, Reaction reset, Reaction windowUpdate) {
    assertEquals(headers, state.on(Input.HEADERS));
    assertEquals(data, state.on(Input.DATA));
    assertEquals(reset, state.on(Input.RESET));
    assertEquals(windowUpdate, state.on(Input.WINDOW_UPDATE));
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST, OPEN",
    "REQUEST REQUEST_END, HALF_CLOSED_REMOTE",
    "REQUEST REQUEST_END RESPONSE_END, CLOSED",
    "REQUEST RESPONSE_END, HALF_CLOSED_LOCAL",
    "REQUEST RESPONSE_END REQUEST_END, CLOSED",
    "REQUEST CLIENT_RESET, RESET_BY_CLIENT",
    "REQUEST REQUEST_END CLIENT_RESET, RESET_BY_CLIENT",
    "REQUEST RESPONSE_END CLIENT_RESET, RESET_BY_CLIENT",
    "REQUEST SERVER_RESET, RESET_BY_SERVER",
    "REQUEST REQUEST_END SERVER_RESET, RESET_BY_SERVER",
    "REQUEST RESPONSE_END SERVER_RESET, RESET_BY_SERVER"
  })
  void events_lead_to_a_state(String events, StreamState expected) {
    StreamState state = StreamState.IDLE;
    for (String event : events.split(" ")) {
      state = state.after(Event.valueOf(event));
    }
    assertEquals(expected, state);
  }

  @Test
  void each_side_ends_or_resets_once_in_random_lives() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      StreamState state = StreamState.IDLE;
      Set<Event> before = new HashSet<>();
      for (int step = 0; step < 8; step++) {
        Event event = Event.values()[random.nextInt(Event.values().length)];
        boolean ended =
            before.contains(Event.CLIENT_RESET)
                || before.contains(Event.SERVER_RESET)
                || before.containsAll(Set.of(Event.REQUEST_END, Event.RESPONSE_END));
        boolean begun = before.contains(Event.REQUEST);
        StreamState current = state;
        assertEquals(begun && !ended, OPEN_STATES.contains(state));
        if (before.contains(event) || ended || begun == (event == Event.REQUEST)) {
          assertThrows(IllegalStateException.class, () -> current.after(event));
        } else {
          state = state.after(event);
          before.add(event);
        }
      }
    }
  }

  @Test
  void history_knows_how_streams_have_ended() {
    StreamHistory history = new StreamHistory();
    assertEquals(0, history.last());
    assertEquals(StreamState.IDLE, history.state(1));
    history.opened(1);
    history.opened(7);
    assertEquals(7, history.last());
    assertEquals(StreamState.SKIPPED, history.state(3));
    assertEquals(StreamState.SKIPPED, history.state(5));
    assertEquals(StreamState.OPEN, history.state(7));
    history.ended(1, StreamState.RESET_BY_CLIENT);
    history.ended(7, StreamState.CLOSED);
    assertEquals(StreamState.RESET_BY_CLIENT, history.state(1));
    assertEquals(StreamState.CLOSED, history.state(7));
    assertEquals(StreamState.IDLE, history.state(9));
    assertEquals(StreamState.IDLE, history.state(Integer.MAX_VALUE));
  }

  @Test
  void history_forgets_all_but_the_last_128() {
    StreamHistory history = new StreamHistory();
    for (int stream = 1; stream < 1001; stream += 2) {
      history.opened(stream);
      history.ended(stream, StreamState.CLOSED);
      assertEquals(StreamState.CLOSED, history.state(Math.max(1, stream - 254)));
    }
    assertEquals(StreamState.FORGOTTEN, history.state(999 - 256));
    history.ended(1, StreamState.RESET_BY_SERVER); // an old one does not replace a new one
    assertEquals(StreamState.FORGOTTEN, history.state(1));
    for (int stream = 745; stream < 1001; stream += 2) {
      assertEquals(StreamState.CLOSED, history.state(stream));
    }
    history.opened(Integer.MAX_VALUE);
    assertEquals(StreamState.SKIPPED, history.state(Integer.MAX_VALUE - 2));
    assertEquals(StreamState.FORGOTTEN, history.state(999));
    assertTrue(history.last() > 0);
  }
}
