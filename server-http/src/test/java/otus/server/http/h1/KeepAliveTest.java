package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.codec.ResponseFraming;

class KeepAliveTest {

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
    assertEquals(kept, KeepAlive.isKept(persistent, in, discardable, kind));
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
    assertEquals(lingers, KeepAlive.lingers(persistent, in, unread));
  }
}
