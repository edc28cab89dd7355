package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Status;

/// RFC 9112 §4: heads, byte for byte.
class HeadEncoderTest {
  private static final byte[] DATE = Splits.octets("Sun, 06 Nov 1994 08:49:37 GMT");
  private static final ResponseFraming LENGTH =
      new ResponseFraming(ResponseFraming.Kind.LENGTH, true);
  private static final ResponseFraming NONE = new ResponseFraming(ResponseFraming.Kind.NONE, false);
  private static final ResponseFraming CHUNKED =
      new ResponseFraming(ResponseFraming.Kind.CHUNKED, true);
  private static final ResponseFraming CLOSE =
      new ResponseFraming(ResponseFraming.Kind.CLOSE, true);

  private final HeadEncoder encoder = new HeadEncoder();

  @Test
  void head_with_content_length() {
    String expected =
        """
        HTTP/1.1 200 OK\r
        Server: otus-server\r
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Connection: keep-alive\r
        Content-Length: 5\r
        Content-Type: text/html\r
        ETag: "a"\r
        \r
        """;
    Headers headers = Headers.of("Content-Type", "text/html", "ETag", "\"a\"");
    assertEquals(expected, encode(200, headers, LENGTH, true));
    assertEquals(expected, encode(200, headers, LENGTH, true), "from the cache");
  }

  @Test
  void head_of_a_response_without_a_body() {
    assertEquals(
        """
        HTTP/1.1 304 Not Modified\r
        Server: otus-server\r
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Connection: close\r
        \r
        """,
        encode(304, Headers.empty(), NONE, false));
  }

  @Test
  void head_of_a_chunked_response() {
    assertEquals(
        """
        HTTP/1.1 404 Not Found\r
        Server: otus-server\r
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Connection: keep-alive\r
        Transfer-Encoding: chunked\r
        A: \r
        a: \u00e9\r
        \r
        """,
        encode(404, Headers.of("A", "", "a", "\u00e9"), CHUNKED, true));
  }

  @Test
  void head_of_a_response_that_ends_with_the_connection() {
    assertEquals(
        """
        HTTP/1.1 599 \r
        Server: otus-server\r
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Connection: close\r
        \r
        """,
        encode(599, Headers.empty(), CLOSE, false));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        9,
        10,
        11,
        99,
        100,
        101,
        1_000_000_000,
        Integer.MAX_VALUE,
        1L << 31,
        1L << 53,
        999_999_999_999_999_999L,
        1_000_000_000_000_000_000L,
        Long.MAX_VALUE,
      })
  void length_is_written_in_digits(long length) {
    ByteBuffer out = ByteBuffer.allocate(HeadEncoder.size(Headers.empty()));
    encoder.encode(out, Status.OK, Headers.empty(), LENGTH, length, DATE, true);
    String head = Splits.text(out.array());
    assertTrue(head.contains("\r\nContent-Length: " + length + "\r\n"), head);
  }

  @Test
  void head_is_written_at_the_position_of_the_buffer() {
    ByteBuffer out = ByteBuffer.allocateDirect(1000).position(7);
    encoder.encode(out, Status.OK, Headers.empty(), NONE, 0, DATE, true);
    assertEquals(7 + encode(200, Headers.empty(), NONE, true).length(), out.position());
    assertEquals('H', out.get(7));
  }

  @Test
  void head_needs_at_most_its_size() {
    long seed = 20_250_930;
    SplittableRandom random = new SplittableRandom(seed);
    for (int code = 100; code < 600; code++) {
      Headers headers = headers(random);
      for (ResponseFraming framing : List.of(NONE, CHUNKED, CLOSE, LENGTH)) {
        ByteBuffer out = ByteBuffer.allocate(HeadEncoder.size(headers));
        encoder.encode(
            out, new Status(code), headers, framing, Long.MAX_VALUE, DATE, code % 2 == 0);
        assertTrue(out.position() > 0, "seed " + seed);
      }
    }
  }

  @Test
  void repeated_headers_are_written_like_new_ones() {
    SplittableRandom random = new SplittableRandom(8);
    List<Headers> some = Stream.generate(() -> headers(random)).limit(200).toList();
    for (int i = 0; i < 5_000; i++) {
      Headers headers = some.get(random.nextInt(1 + random.nextInt(some.size())));
      ByteBuffer expected = ByteBuffer.allocate(HeadEncoder.size(headers));
      HeadEncoder.putHeaders(expected, headers);
      String lines = Splits.text(expected.array()).substring(0, expected.position());
      String head = encode(200, headers, CHUNKED, true);
      assertTrue(head.endsWith("Transfer-Encoding: chunked\r\n" + lines + "\r\n"), head);
    }
  }

  @Test
  void headers_with_equal_values_are_told_apart_by_their_names() {
    for (int i = 0; i < 3; i++) {
      for (String name : List.of("A", "B", "a")) {
        String head = encode(200, Headers.of(name, "x"), CHUNKED, true);
        assertTrue(head.contains("\r\n" + name + ": x\r\n"), head);
      }
    }
  }

  private static Headers headers(SplittableRandom random) {
    Headers.Builder headers = Headers.builder();
    for (int i = random.nextInt(12); i > 0; i--) {
      headers.add("N".repeat(1 + random.nextInt(40)), "\u00ff".repeat(random.nextInt(300)));
    }
    return headers.build();
  }

  /// The parser checks the output of the encoder.
  @Test
  void parser_parses_the_headers_that_the_encoder_writes() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 100; i++) {
      Headers headers = headers(random);
      ByteBuffer out = ByteBuffer.allocate(HeadEncoder.size(headers));
      HeadEncoder.putHeaders(out, headers);
      String fields = Splits.text(out.array()).substring(0, out.position());
      byte[] head = Splits.octets("GET / HTTP/1.0\r\n" + fields + "\r\n");
      switch (new RequestParser(HeadAssertions.LIMITS).parse(ByteBuffer.wrap(head))) {
        case Http1Head message -> assertEquals(headers, message.request().headers());
        case RequestParser.Result other -> assertSame(Http1Head.class, other);
      }
    }
  }

  private String encode(int code, Headers headers, ResponseFraming framing, boolean persistent) {
    ByteBuffer out = ByteBuffer.allocate(HeadEncoder.size(headers));
    encoder.encode(out, new Status(code), headers, framing, 5, DATE, persistent);
    return Splits.text(out.array()).substring(0, out.position());
  }
}
