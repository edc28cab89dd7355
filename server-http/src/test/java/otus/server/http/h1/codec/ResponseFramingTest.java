package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.codec.ResponseFraming.Kind;

/// RFC 9112 §6.3: the framing by which a client finds the end of a response.
class ResponseFramingTest {
  private static final Body FIVE = Body.of("hello");
  private static final Body UNKNOWN = Body.stream(ByteSource.empty());
  private static final Body KNOWN = new Body.Stream(ByteSource.empty(), 1L << 40);

  @Test
  void known_length_is_declared() {
    for (boolean http11 : new boolean[] {true, false}) {
      assertEquals(new ResponseFraming(Kind.LENGTH, true), of(200, FIVE, Method.GET, http11));
      assertEquals(new ResponseFraming(Kind.LENGTH, true), of(500, FIVE, Method.POST, http11));
      assertEquals(new ResponseFraming(Kind.LENGTH, true), of(206, KNOWN, Method.GET, http11));
      Body two = new Body.Sequence(List.of(FIVE, FIVE));
      assertEquals(new ResponseFraming(Kind.LENGTH, true), of(200, two, Method.GET, http11));
    }
  }

  @Test
  void empty_body_has_a_length_of_0() {
    for (boolean http11 : new boolean[] {true, false}) {
      assertEquals(
          new ResponseFraming(Kind.LENGTH, false), of(200, Body.empty(), Method.GET, http11));
      assertEquals(
          new ResponseFraming(Kind.LENGTH, false), of(404, Body.empty(), Method.HEAD, http11));
    }
  }

  @Test
  void unknown_length_is_chunked_in_1_1_and_ends_with_the_connection_in_1_0() {
    assertEquals(new ResponseFraming(Kind.CHUNKED, true), of(200, UNKNOWN, Method.GET, true));
    assertEquals(new ResponseFraming(Kind.CLOSE, true), of(200, UNKNOWN, Method.GET, false));
    Body sequence = new Body.Sequence(List.of(FIVE, UNKNOWN));
    assertEquals(new ResponseFraming(Kind.CHUNKED, true), of(200, sequence, Method.PUT, true));
    assertEquals(new ResponseFraming(Kind.CLOSE, true), of(200, sequence, Method.PUT, false));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void status_without_body_declares_no_framing(int code) {
    for (Method method : List.of(Method.GET, Method.HEAD, Method.POST)) {
      for (boolean http11 : new boolean[] {true, false}) {
        assertEquals(new ResponseFraming(Kind.NONE, false), of(code, Body.empty(), method, http11));
      }
    }
  }

  @Test
  void status_205_declares_an_empty_body() {
    assertEquals(new ResponseFraming(Kind.LENGTH, false), of(205, Body.empty(), Method.POST, true));
    assertEquals(
        new ResponseFraming(Kind.LENGTH, false), of(205, Body.empty(), Method.HEAD, false));
  }

  @Test
  void head_declares_the_framing_of_get_without_a_body() {
    for (Body body : List.of(Body.empty(), FIVE, KNOWN, UNKNOWN)) {
      for (int code : new int[] {200, 206, 301, 404, 500}) {
        for (boolean http11 : new boolean[] {true, false}) {
          ResponseFraming get = of(code, body, Method.GET, http11);
          ResponseFraming head = of(code, body, Method.HEAD, http11);
          assertFalse(head.content());
          assertEquals(get.kind(), head.kind());
        }
      }
    }
    assertEquals(true, of(200, FIVE, Method.of("head"), true).content());
  }

  private static ResponseFraming of(int code, Body body, Method method, boolean http11) {
    return ResponseFraming.of(
        new Response(new Status(code), Headers.empty(), body), method, http11);
  }
}
