package otus.server.http.h2.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.http.config.RequestLimits;
import otus.server.http.h1.codec.Http1Head;
import otus.server.http.h1.codec.RequestParser;
import otus.server.http.h2.codec.RequestDecoder.Malformed;
import otus.server.http.h2.codec.RequestDecoder.Refused;
import otus.server.http.h2.codec.RequestDecoder.Request;
import otus.server.http.h2.codec.RequestDecoder.Result;
import otus.server.http.h2.codec.RequestDecoder.Trailers;
import otus.server.http.h2.hpack.Hex;
import otus.server.http.h2.hpack.HuffmanDecoder;
import otus.server.http.syntax.Violation;

/// RFC 9113 §8: from fields to requests.
class RequestDecoderTest {
  private static final RequestLimits LIMITS = new RequestLimits(100, 1000, 10, 5000);

  private static final String[] GET = {
    ":method", "GET", ":scheme", "https", ":authority", "a.test", ":path", "/x?y"
  };

  private final RequestDecoder decoder = new RequestDecoder(LIMITS, new HuffmanDecoder());

  @Test
  void request_has_the_parts_of_one_of_http_1() {
    Request request = request(with("accept", "*/*"));
    assertSame(Method.GET, request.head().method());
    assertEquals("/x", request.head().target().rawPath());
    assertEquals("y", request.head().target().rawQuery());
    assertEquals("a.test", request.head().authority());
    assertEquals(Headers.of("host", "a.test", "accept", "*/*"), request.head().headers());
    assertEquals(0, request.length());
    assertEquals(Priority.DEFAULT, request.priority());
    assertEquals("GET /x?y HTTP/2.0", decoder.requestLine());
  }

  @ParameterizedTest
  @CsvSource({":method", ":scheme", ":path"})
  void missing_pseudo_header_is_malformed(String name) {
    String[] fields = without(name);
    assertInstanceOf(Malformed.class, head(fields));
  }

  @ParameterizedTest
  @ValueSource(strings = {":method", ":scheme", ":path", ":authority"})
  void repeated_pseudo_header_is_malformed(String name) {
    malformed("pseudo-header is repeated", with(name, get(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {":status", ":protocol", ":x", ":method2"})
  void unknown_pseudo_header_is_malformed(String name) {
    malformed("pseudo-header is unknown", with(name, "200"));
  }

  @Test
  void pseudo_header_after_a_header_is_malformed() {
    malformed(
        "pseudo-header after headers or in trailers",
        ":method",
        "GET",
        ":scheme",
        "https",
        ":authority",
        "a.test",
        "a",
        "b",
        ":path",
        "/");
  }

  @ParameterizedTest
  @CsvSource({
    "Accept, a",
    "'', a",
    "a b, c",
    "a:, b",
    "':', a",
    ":Path, /",
    "é, a",
    "a, ' b'",
    "a, 'b '",
    "a, '\tb'",
    "a, ' '",
    "a, 'b\0c'",
    "a, 'b\rc'",
    "a, 'b\nc'",
    "a, 'b\u0001c'",
    "a, 'b\u007fc'"
  })
  void invalid_field_is_malformed(String name, String value) {
    malformed("name or value of a field is invalid", with(name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "connection, close",
    "connection, ''",
    "keep-alive, timeout=5",
    "proxy-connection, keep-alive",
    "transfer-encoding, chunked",
    "upgrade, h2c"
  })
  void header_of_a_connection_is_malformed(String name, String value) {
    malformed("header of a connection", with(name, value));
  }

  @ParameterizedTest
  @CsvSource({"gzip", "'trailers, gzip'", "''", "trailers;q=1"})
  void te_other_than_trailers_is_malformed(String value) {
    malformed("te is not trailers", with("te", value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"trailers", "Trailers"})
  void te_may_be_trailers(String value) {
    assertEquals(value, request(with("te", value)).head().headers().first("te"));
  }

  @Test
  void long_method_is_refused_as_in_http_1() {
    int max = RequestLimits.defaults().maxTargetSize();
    for (int length = max; length < max + 100; length++) {
      String method = "M".repeat(length);
      byte[] line = (method + " / HTTP/1.1\r\nhost: a\r\n\r\n").getBytes(ISO_8859_1);
      boolean accepted =
          new RequestParser(RequestLimits.defaults()).parse(ByteBuffer.wrap(line))
              instanceof Http1Head;
      String[] fields = {":method", method, ":scheme", "http", ":authority", "a", ":path", "/"};
      RequestDecoder.Result result =
          new RequestDecoder(RequestLimits.defaults(), new HuffmanDecoder())
              .head(Hex.buffer(Frames.block(fields)), true);
      assertEquals(accepted, result instanceof RequestDecoder.Request, "of " + length);
    }
  }

  @Test
  void empty_parts_of_cookie_leave_no_blanks() {
    String[] fields = with("cookie", "", "cookie", "a", "cookie", "", "cookie", "b", "cookie", "");
    assertEquals(Headers.of("host", "a.test", "cookie", "a; b"), request(fields).head().headers());
    assertEquals(
        Headers.of("host", "a.test", "cookie", ""),
        request(with("cookie", "", "cookie", "")).head().headers());
  }

  @Test
  void parts_of_cookie_are_joined_at_the_first() {
    Headers headers =
        request(with("cookie", "a=1", "accept", "b", "cookie", "c=2; d", "cookie", "e"))
            .head()
            .headers();
    assertEquals(Headers.of("host", "a.test", "cookie", "a=1; c=2; d; e", "accept", "b"), headers);
  }

  @Test
  void host_without_authority_is_the_authority() {
    Request request = request(without(":authority", "accept", "a", "host", "b.test:8080"));
    assertEquals("b.test:8080", request.head().authority());
    assertEquals(Headers.of("accept", "a", "host", "b.test:8080"), request.head().headers());
  }

  @Test
  void host_that_equals_the_authority_occurs_once() {
    Request request = request(with("accept", "a", "host", "A.Test"));
    assertEquals("a.test", request.head().authority());
    assertEquals(Headers.of("host", "a.test", "accept", "a"), request.head().headers());
  }

  @Test
  void host_that_is_not_the_authority_is_malformed() {
    malformed("host is not :authority", with("host", "b.test"));
    malformed("host is not :authority", with("host", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "user@a.test", "a.test:x", "a.test:65536", "[::1", "/", "a/b"})
  void invalid_authority_is_refused_as_in_http_1(String authority) {
    refused(Violation.BAD_HOST, replaced(":authority", authority));
    refused(Violation.BAD_HOST, without(":authority", "host", authority));
  }

  @Test
  void missing_and_repeated_hosts_are_refused() {
    refused(Violation.BAD_HOST, without(":authority"));
    refused(Violation.BAD_HOST, without(":authority", "host", "a.test", "host", "a.test"));
    refused(Violation.BAD_HOST, with("host", "a.test", "host", "a.test"));
  }

  @ParameterizedTest
  @CsvSource({
    "x, BAD_TARGET",
    "*, BAD_TARGET",
    "http://a.test/, BAD_TARGET",
    "/a#b, BAD_TARGET",
    "/a b, BAD_TARGET",
    "/%, BAD_ENCODING",
    "/%00, BAD_ENCODING",
    "/.., PATH_ABOVE_ROOT",
    "/%2e%2e/, PATH_ABOVE_ROOT"
  })
  void invalid_path_is_refused_as_in_http_1(String path, Violation violation) {
    refused(violation, replaced(":path", path));
  }

  @Test
  void empty_path_is_malformed() {
    malformed(":path or :scheme is missing", replaced(":path", ""));
  }

  @Test
  void asterisk_is_for_options() {
    String[] fields = replaced(":path", "*");
    fields[1] = "OPTIONS";
    assertTrue(request(fields).head().target().asterisk());
  }

  @ParameterizedTest
  @CsvSource({"http, true", "HTTPS, true", "ftp, false", "'', false", "https:, false"})
  void scheme_is_that_of_http(String scheme, boolean valid) {
    Class<?> result = valid ? Request.class : Refused.class;
    assertInstanceOf(result, head(replaced(":scheme", scheme)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G ET", "GET/", "GÉT", "(x)"})
  void method_that_is_no_token_is_malformed(String method) {
    malformed(":method is missing or invalid", replaced(":method", method));
  }

  @Test
  void connect_is_refused() {
    refused(Violation.BAD_TARGET, ":method", "CONNECT", ":authority", "a.test:443");
    malformed("CONNECT has :scheme or :path", replaced(":method", "CONNECT"));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "5, 5", "5000, 5000", "007, 7"})
  void content_length_is_known(String value, long length) {
    assertEquals(length, open(with("content-length", value)).length());
  }

  @Test
  void content_length_of_a_request_without_one_is_unknown() {
    assertEquals(-1, open(GET).length());
    assertEquals(0, request(with("content-length", "0")).length());
  }

  @ParameterizedTest
  @CsvSource({
    "'', BAD_CONTENT_LENGTH",
    "-1, BAD_CONTENT_LENGTH",
    "+1, BAD_CONTENT_LENGTH",
    "1 2, BAD_CONTENT_LENGTH",
    "'1, 1', BAD_CONTENT_LENGTH",
    "5001, CONTENT_TOO_LARGE",
    "99999999999999999999, CONTENT_TOO_LARGE"
  })
  void invalid_content_length_is_refused_as_in_http_1(String value, Violation violation) {
    String[] fields = with("content-length", value);
    assertEquals(new Refused(violation), decoder.head(Hex.buffer(Frames.block(fields)), false));
  }

  @Test
  void repeated_content_length_is_refused() {
    refused(Violation.BAD_CONTENT_LENGTH, with("content-length", "1", "content-length", "1"));
  }

  /// RFC 9113 §8.1.1.
  @Test
  void content_length_of_a_request_without_content_is_malformed() {
    malformed("content-length of a request without content", with("content-length", "1"));
  }

  @Test
  void expectation_is_100_continue() {
    assertTrue(open(with("expect", "100-Continue")).expectsContinue());
    assertEquals(false, request(with("expect", "100-continue")).expectsContinue());
    assertEquals(
        false, open(with("expect", "100-continue", "content-length", "0")).expectsContinue());
    refused(Violation.UNKNOWN_EXPECTATION, with("expect", "x"));
    refused(Violation.UNKNOWN_EXPECTATION, with("expect", "100-continue", "expect", "x"));
  }

  @Test
  void priority_is_parsed() {
    assertEquals(new Priority(1, true), request(with("priority", "u=1, i")).priority());
    assertEquals(
        new Priority(2, true), request(with("priority", "u=2", "priority", "i")).priority());
    assertEquals(Priority.DEFAULT, request(with("priority", "u=,")).priority());
  }

  @Test
  void target_may_be_as_long_as_the_limit() {
    String longest = "/" + "a".repeat(99);
    assertInstanceOf(Request.class, head(replaced(":path", longest)));
    refused(Violation.TARGET_TOO_LONG, replaced(":path", longest + "a"));
    assertEquals("GET " + longest + "a HTTP/2.0", decoder.requestLine());
  }

  @Test
  void head_may_be_as_large_as_the_limit() {
    int size = ":methodGET:schemehttps:authoritya.test:path/x?ya".length() + 5 * 4;
    String longest = "b".repeat(1000 - size);
    assertInstanceOf(Request.class, head(with("a", longest)));
    refused(Violation.HEAD_TOO_LARGE, with("a", longest + "b"));
  }

  @Test
  void head_may_have_as_many_headers_as_the_limit() {
    List<String> fields = new ArrayList<>(List.of(GET));
    for (int i = 0; i < 9; i++) { // and host
      fields.addAll(List.of("a", "b"));
    }
    assertInstanceOf(Request.class, head(fields.toArray(String[]::new)));
    fields.addAll(List.of("a", "b"));
    refused(Violation.HEAD_TOO_LARGE, fields.toArray(String[]::new));
  }

  @Test
  void all_parts_of_cookie_are_one_header() {
    List<String> fields = new ArrayList<>(List.of(GET));
    for (int i = 0; i < 50; i++) {
      fields.addAll(List.of("cookie", "a"));
    }
    assertEquals(2, request(fields.toArray(String[]::new)).head().headers().size());
  }

  /// The table of the client has the fields also if the head is refused.
  @Test
  void refused_head_is_decoded_to_its_end() {
    String tooLong = "a".repeat(101);
    byte[] refused = Frames.all(Frames.block(replaced(":path", tooLong)), indexed());
    assertEquals(new Refused(Violation.TARGET_TOO_LONG), decoder.head(Hex.buffer(refused), true));
    byte[] malformed = Frames.all(Frames.block(with("A", "b")), indexed());
    assertInstanceOf(Malformed.class, decoder.head(Hex.buffer(malformed), true));
    assertNull(decoder.skip(Hex.buffer(indexed())));
    byte[] valid = Frames.all(Frames.block(GET), Hex.octets("be bf c0"));
    Request request = (Request) decoder.head(Hex.buffer(valid), true);
    assertEquals(
        Headers.of("host", "a.test", "x", "y", "x", "y", "x", "y"), request.head().headers());
  }

  private static byte[] indexed() {
    return Hex.octets("4001780179");
  }

  @Test
  void fields_that_are_far_too_large_end_the_connection() {
    String[] fields = new String[16];
    Arrays.setAll(fields, i -> i % 2 == 0 ? "a" : "b".repeat(995)); // 1000 each
    assertEquals(new Refused(Violation.HEAD_TOO_LARGE), head(fields));
    assertEquals(
        new Frame.Broken(ErrorCode.ENHANCE_YOUR_CALM, "fields are far too large"),
        head(Frames.all(Frames.block(fields), Frames.block("c", ""))));
  }

  @Test
  void block_that_cannot_be_decoded_ends_the_connection() {
    assertEquals(
        new Frame.Broken(ErrorCode.COMPRESSION_ERROR, "index of a field is invalid"),
        head(Hex.octets("be")));
    assertEquals(
        new Frame.Broken(ErrorCode.COMPRESSION_ERROR, "index of a field is invalid"),
        decoder.skip(Hex.buffer("be")));
    assertInstanceOf(Frame.Broken.class, decoder.trailers(Hex.buffer("be")));
  }

  @Test
  void trailers_needed_before_the_body_are_ignored() {
    assertEquals(
        new Trailers(Headers.of("x-a", "b", "x-c", "d")),
        trailers("x-a", "b", "content-length", "5", "host", "x", "x-c", "d", "cookie", "a"));
    assertEquals(new Trailers(Headers.empty()), trailers());
  }

  @Test
  void trailers_are_checked_as_headers_are() {
    assertInstanceOf(Malformed.class, trailers("A", "b"));
    assertInstanceOf(Malformed.class, trailers("a", "b "));
    assertInstanceOf(Malformed.class, trailers(":path", "/"));
    assertInstanceOf(Malformed.class, trailers("a", "b", ":path", "/"));
    assertInstanceOf(Malformed.class, trailers("connection", "close"));
    assertEquals(new Refused(Violation.HEAD_TOO_LARGE), trailers("a", "b".repeat(1000)));
  }

  @Test
  void equal_headers_of_two_requests_are_one_object() {
    Headers first = request(with("a", "b", "cookie", "c", "cookie", "d")).head().headers();
    String[] other = with("a", "b", "cookie", "c", "cookie", "d");
    other[7] = "/other";
    assertSame(first, request(other).head().headers());
    other[5] = "b.test";
    assertNotSame(first, request(other).head().headers());
    assertEquals("b.test", request(other).head().headers().first("host"));
    assertEquals(Headers.of("host", "a.test"), request(GET).head().headers());
    assertEquals(Headers.of("host", "a.test", "a", "c"), request(with("a", "c")).head().headers());
    assertEquals(Headers.of("host", "a.test", "c", "c"), request(with("c", "c")).head().headers());
    assertEquals(Headers.of("host", "a.test"), request(GET).head().headers());
  }

  @Test
  void large_head_is_not_kept() {
    RequestLimits limits = RequestLimits.defaults();
    RequestDecoder large = new RequestDecoder(limits, new HuffmanDecoder());
    byte[] small = Frames.block(GET);
    large.head(Hex.buffer(small), true);
    assertTrue(large.memory() > 0);
    large.head(Hex.buffer(Frames.block(with("a", "b".repeat(5000)))), true);
    assertTrue(large.headMemory() > 5000);
    assertEquals(0, large.memory());
  }

  @Test
  void request_without_a_body_is_known_from_its_method() {
    head(replaced(":method", "HEAD"));
    assertTrue(decoder.isHeadRequest());
    head(GET);
    assertEquals(false, decoder.isHeadRequest());
  }

  private static String get(String name) {
    return GET[List.of(GET).indexOf(name) + 1];
  }

  private static String[] with(String... more) {
    List<String> fields = new ArrayList<>(List.of(GET));
    fields.addAll(List.of(more));
    return fields.toArray(String[]::new);
  }

  private static String[] without(String name, String... more) {
    List<String> fields = new ArrayList<>(List.of(with(more)));
    int index = fields.indexOf(name);
    fields.remove(index);
    fields.remove(index);
    return fields.toArray(String[]::new);
  }

  private static String[] replaced(String name, String value) {
    String[] fields = GET.clone();
    fields[List.of(GET).indexOf(name) + 1] = value;
    return fields;
  }

  private Result head(String... fields) {
    return head(Frames.block(fields));
  }

  private Result head(byte[] block) {
    return decoder.head(Hex.buffer(block), true);
  }

  private Result trailers(String... fields) {
    return decoder.trailers(Hex.buffer(Frames.block(fields)));
  }

  private Request request(String... fields) {
    return assertInstanceOf(Request.class, head(fields));
  }

  private Request open(String... fields) {
    return assertInstanceOf(Request.class, decoder.head(Hex.buffer(Frames.block(fields)), false));
  }

  private void malformed(String reason, String... fields) {
    assertEquals(new Malformed(reason), head(fields));
  }

  private void refused(Violation violation, String... fields) {
    assertEquals(new Refused(violation), head(fields));
  }
}
