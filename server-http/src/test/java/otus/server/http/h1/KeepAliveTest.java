package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.http.h1.ConnectionState.In;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.h1.codec.ResponseFraming;

class KeepAliveTest {

  /// What the client asked for.
  enum Asked {
    NOTHING(""),
    KEEP("GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
    CLOSE("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
    OLD("GET / HTTP/1.0\r\n\r\n"),
    OLD_KEEP("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");

    private final String head;

    Asked(String head) {
      this.head = head;
    }

    /// The request, or null for none.
    private Http1Head request() {
      return head.isEmpty()
          ? null
          : (Http1Head)
              new RequestParser(8000, 8000, 10, 1000).parse(ByteBuffer.wrap(Octets.of(head)));
    }
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # asked, in,       discard, kind,    draining, goes on
          KEEP,     COMPLETE, true,    LENGTH,  false,    true
          KEEP,     COMPLETE, true,    CHUNKED, false,    true
          KEEP,     COMPLETE, true,    NONE,    false,    true
          OLD_KEEP, COMPLETE, true,    LENGTH,  false,    true
          KEEP,     COMPLETE, false,   LENGTH,  false,    true
          KEEP,     CONTENT,  true,    LENGTH,  false,    true
          KEEP,     CONTENT,  false,   LENGTH,  false,    false
          KEEP,     FINISHED, true,    LENGTH,  false,    false
          KEEP,     COMPLETE, true,    LENGTH,  true,     false
          KEEP,     CONTENT,  true,    LENGTH,  true,     false
          OLD_KEEP, COMPLETE, true,    CLOSE,   false,    false
          CLOSE,    COMPLETE, true,    LENGTH,  false,    false
          CLOSE,    CONTENT,  true,    LENGTH,  false,    false
          OLD,      COMPLETE, true,    LENGTH,  false,    false
          NOTHING,  FINISHED, true,    LENGTH,  false,    false
          """)
  void a_connection_goes_on_if_both_want_it_and_the_next_request_can_be_found(
      Asked asked,
      In in,
      boolean discard,
      ResponseFraming.Kind kind,
      boolean draining,
      boolean goesOn) {
    assertEquals(goesOn, KeepAlive.goesOn(asked.request(), in, discard, kind, draining));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # asked, in,       unread, ended, lingers
          CLOSE,    COMPLETE, 0,      false, false
          OLD,      COMPLETE, 0,      false, false
          CLOSE,    COMPLETE, 1,      false, true
          CLOSE,    CONTENT,  0,      false, true
          CLOSE,    FINISHED, 0,      false, true
          KEEP,     COMPLETE, 0,      false, true
          KEEP,     CONTENT,  0,      false, true
          NOTHING,  FINISHED, 0,      false, true
          KEEP,     COMPLETE, 0,      true,  false
          KEEP,     CONTENT,  1,      true,  false
          NOTHING,  FINISHED, 1,      true,  false
          CLOSE,    COMPLETE, 0,      true,  false
          """)
  void a_client_that_may_still_be_sending_is_lingered_for(
      Asked asked, In in, int unread, boolean ended, boolean lingers) {
    assertEquals(lingers, KeepAlive.lingers(asked.request(), in, unread, ended));
  }
}
