package otus.server.http.h2.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Status;

/// Encoded heads, decoded again.
class HpackEncoderTest {
  private static final byte[] DATE =
      "Sun, 06 Nov 1994 08:49:37 GMT".getBytes(StandardCharsets.ISO_8859_1);

  private final HpackEncoder encoder = new HpackEncoder();

  @Test
  void head_has_the_headers_of_the_protocol_then_those_of_the_handler() {
    Headers headers = Headers.of("Content-Type", "text/html", "ETag", "\"a\"", "X-Own", "ÿ b");
    Decoded expected =
        Decoded.valid(
            ":status: 200",
            "server: otus-server",
            "date: Sun, 06 Nov 1994 08:49:37 GMT",
            "content-length: 1234567890123",
            "content-type: text/html",
            "etag: \"a\"",
            "x-own: ÿ b");
    assertEquals(expected, decoded(response(200, headers, 1_234_567_890_123L)));
    assertEquals(expected, decoded(response(200, headers, 1_234_567_890_123L)), "from the cache");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 103, 200, 201, 204, 206, 299, 304, 400, 404, 416, 500, 503, 599})
  void each_status_has_three_digits(int code) {
    List<String> fields = decoded(response(code, Headers.empty(), -1)).fields();
    assertEquals(":status: " + code, fields.getFirst());
    assertEquals(3, fields.size(), "no content-length");
    ByteBuffer informational = encoder.informational(new Status(code), false);
    assertEquals(Decoded.valid(":status: " + code), decoded(informational));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 10, 99, 100, 999_999_999_999_999_999L, Long.MAX_VALUE})
  void content_length_is_decimal(long length) {
    assertEquals(
        "content-length: " + length,
        decoded(response(200, Headers.empty(), length)).fields().get(3));
  }

  @Test
  void new_date_replaces_the_old_one() {
    response(200, Headers.empty(), -1);
    byte[] other = "Sun, 06 Nov 1994 08:49:38 GMT".getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer block =
        encoder.response(Status.OK, Headers.empty(), HpackEncoder.NO_LENGTH, other, false);
    assertEquals("date: Sun, 06 Nov 1994 08:49:38 GMT", decoded(block).fields().get(2));
  }

  /// RFC 7541 §4.2: the decoder may expect it after it has reduced the maximum.
  @Test
  void size_update_is_the_first_octet() {
    assertEquals("2088", digits(encoder.informational(Status.OK, true)));
    assertEquals("20", digits(encoder.trailers(Headers.empty(), true)));
    ByteBuffer head = encoder.response(Status.OK, Headers.empty(), -1, DATE, true);
    assertTrue(digits(head).startsWith("2088"));
    assertEquals("", decoded(head).error());
  }

  @Test
  void nothing_is_indexed_and_set_cookie_never() {
    ByteBuffer block =
        encoder.trailers(Headers.of("Set-Cookie", "a", "Vary", "b", "B", "c"), false);
    assertEquals("1f28 0161 0f2c 0162 00 0162 0163".replace(" ", ""), digits(block));
  }

  @Test
  void name_is_in_lower_case_whatever_its_case() {
    Headers headers = Headers.of("ETAG", "a", "etag", "b", "X-A", "c", "x-a", "d", "X-a", "e");
    assertEquals(
        Decoded.valid("etag: a", "etag: b", "x-a: c", "x-a: d", "x-a: e"),
        decoded(encoder.trailers(headers, false)));
  }

  @Test
  void random_headers_come_back() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      Headers.Builder headers = Headers.builder();
      List<String> expected = new ArrayList<>();
      for (int count = random.nextInt(20); count > 0; count--) {
        String name = text(random, 1 + random.nextInt(30), "abcXYZ019-_.~");
        String value = text(random, random.nextInt(400), "abc,;=\"/ÄÿZ0123 z").strip();
        headers.add(name, value);
        expected.add(name.toLowerCase(Locale.ROOT) + ": " + value);
      }
      assertEquals(new Decoded(expected, ""), decoded(encoder.trailers(headers.build(), false)));
    }
  }

  private static String text(SplittableRandom random, int length, String characters) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(characters.charAt(random.nextInt(characters.length())));
    }
    return text.toString();
  }

  private ByteBuffer response(int code, Headers headers, long length) {
    return encoder.response(new Status(code), headers, length, DATE, false);
  }

  private static String digits(ByteBuffer block) {
    return Hex.digits(block);
  }

  private static Decoded decoded(ByteBuffer block) {
    return Decoded.of(new HpackDecoder(4096, new HuffmanDecoder()), block.duplicate());
  }
}
