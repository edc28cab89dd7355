package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.ConnectionState.Out;

class ConnectionStateTest {
  private static final Map<In, Set<In>> IN =
      Map.of(
          In.HEAD, Set.of(In.CONTENT, In.COMPLETE, In.FINISHED),
          In.CONTENT, Set.of(In.COMPLETE, In.FINISHED),
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

  /// A legal way to each state.
  private static final Map<In, List<In>> WAYS_IN =
      Map.of(
          In.HEAD, List.of(),
          In.CONTENT, List.of(In.CONTENT),
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
  void in_moves_as_the_table_says_and_in_no_other_way(In from) {
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
  void out_moves_as_the_table_says_and_in_no_other_way(Out from) {
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
  void a_head_is_awaited_only_when_both_are_at_the_start() {
    ConnectionState state = new ConnectionState();
    assertTrue(state.awaitsHead());
    state.to(In.COMPLETE);
    assertFalse(state.awaitsHead());
    state.to(Out.ANSWERING);
    state.to(Out.SENDING);
    state.to(In.HEAD);
    assertFalse(state.awaitsHead());
    state.to(Out.IDLE);
    assertTrue(state.awaitsHead());
  }

  @Test
  void it_prints_as_both_states() {
    assertEquals("HEAD/IDLE", new ConnectionState().toString());
  }
}
