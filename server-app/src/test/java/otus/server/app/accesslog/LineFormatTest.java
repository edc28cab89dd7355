package otus.server.app.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.api.Attributes;
import otus.server.api.Request;
import otus.server.api.testing.FakeRequest;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

class LineFormatTest {
  private static final ZoneId ZONE = ZoneOffset.ofHours(-7);

  private final LineBuffer line = new LineBuffer();
  private final LineFormat combined = new CombinedLine(() -> now(), ZONE, true);
  private final LineFormat json = new JsonLine(() -> now());
  private Instant now = Instant.parse("2000-10-10T20:55:36.042Z");
  private SocketAddress peer = new InetSocketAddress("192.0.2.1", 4000);

  private Instant now() {
    return now;
  }

  private String line(LineFormat format, ExchangeRecord exchange) {
    format.add(exchange, line.clear());
    return new String(line.bytes(), 0, line.length(), StandardCharsets.US_ASCII);
  }

  private ExchangeRecord exchange(
      @Nullable Request request, String part, int status, long bytes, End end) {
    return new ExchangeRecord(
        peer, request, part, "id-1", "HTTP/1.1", status, bytes, 0, 1_234_567, end);
  }

  private ExchangeRecord complete(Request request) {
    return exchange(request, "", 200, 2326, End.COMPLETE);
  }

  private ExchangeRecord refused(String part, int status) {
    return exchange(null, part, status, 0, End.REFUSED);
  }

  @Test
  void combined_line_is_that_of_apache_and_nginx() {
    FakeRequest request =
        FakeRequest.get("/a?b=c").header("Referer", "http://r/").header("User-Agent", "Mozilla/5");
    request.attributes().set(Attributes.USER, "frank");
    assertEquals(
        "192.0.2.1 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a?b=c HTTP/1.1\" 200 2326"
            + " \"http://r/\" \"Mozilla/5\"",
        line(combined, complete(request)));
  }

  @Test
  void common_line_has_neither_referer_nor_agent() {
    assertEquals(
        "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"GET / HTTP/1.1\" 200 2326",
        line(new CombinedLine(this::now, ZONE, false), complete(FakeRequest.get("/"))));
  }

  @Test
  void absent_fields_are_hyphens() {
    assertEquals(
        "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"-\" 400 0 \"-\" \"-\"",
        line(combined, refused("", 400)));
  }

  @Test
  void client_cannot_forge_a_field_or_a_line() {
    FakeRequest request =
        FakeRequest.get("/\"x\\").header("User-Agent", "a\" 200 \u00e4").header("Referer", "");
    request.attributes().set(Attributes.USER, "a b\n\u20ac\"");
    assertEquals(
        "192.0.2.1 - a\\x20b\\x0A\\xE2\\x82\\xAC\\x22 [10/Oct/2000:13:55:36 -0700]"
            + " \"GET /\\x22x\\x5C HTTP/1.1\" 200 2326 \"\" \"a\\x22 200 \\xE4\"",
        line(combined, complete(request)));
  }

  @Test
  void partial_request_line_is_escaped() {
    assertEquals(
        "192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] \"\\x16\\x03\\x01 \\x22\\x1B[2J\\x7F\" 400 0"
            + " \"-\" \"-\"",
        line(combined, refused("\u0016\u0003\u0001 \"\u001b[2J\u007f", 400)));
  }

  @ParameterizedTest
  @CsvSource({"CLIENT_CLOSED, 499", "TIMED_OUT, 000", "SERVER_CLOSED, 000"})
  void exchange_without_response_has_the_status_of_nginx(End end, String status) {
    String text = line(combined, exchange(FakeRequest.get("/"), "", 0, 0, end));
    assertEquals(status, text.split("\" ")[1].split(" ")[0]);
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.255, 192.0.2.255", "2001:db8::1, 2001:db8::1"})
  void address_has_no_port(String address, String text) {
    peer = new InetSocketAddress(address, 1);
    assertEquals(text, line(combined, complete(FakeRequest.get("/"))).split(" ")[0]);
  }

  @Test
  void address_is_that_of_each_exchange() {
    for (int i = 0; i < 3; i++) {
      peer = new InetSocketAddress("2001:db8::" + i, 1);
      assertEquals(
          i == 0 ? "2001:db8::" : "2001:db8::" + i,
          line(combined, complete(FakeRequest.get("/"))).split(" ")[0]);
    }
    peer = UnixDomainSocketAddress.of("");
    assertEquals("unix:", line(combined, complete(FakeRequest.get("/"))).split(" ")[0]);
  }

  @Test
  void time_changes_with_the_second() {
    line(combined, complete(FakeRequest.get("/")));
    now = now.plusSeconds(24 * 60 * 60);
    assertEquals(
        "[11/Oct/2000:13:55:36", line(combined, complete(FakeRequest.get("/"))).split(" ")[3]);
  }

  @Test
  void json_line_has_all_members() {
    FakeRequest request =
        FakeRequest.get("/a?b=\"")
            .authority("example.org")
            .header("Referer", "http://r/")
            .header("User-Agent", "a\\\u00e4");
    request.attributes().set(Attributes.USER, "fr\u20acnk");
    request.attributes().set(Attributes.HANDLER, "static");
    request.attributes().set(Attributes.REQUEST_ID, "4711");
    assertEquals(
        "{\"time\":\"2000-10-10T20:55:36.042Z\",\"peer\":\"192.0.2.1\",\"user\":\"fr\\u20ACnk\","
            + "\"method\":\"GET\",\"target\":\"/a?b=\\\"\",\"protocol\":\"HTTP/1.1\","
            + "\"scheme\":\"http\",\"host\":\"example.org\",\"referer\":\"http://r/\","
            + "\"agent\":\"a\\\\\\u00E4\",\"handler\":\"static\",\"request_id\":\"4711\","
            + "\"status\":200,\"bytes\":2326,\"seconds\":0.001234,\"end\":\"complete\"}",
        line(json, complete(request)));
  }

  @Test
  void json_line_has_the_subject_of_a_client_certificate() {
    FakeRequest request = FakeRequest.get("/");
    request.attributes().set(Attributes.SUBJECT, new X500Principal("CN=a \\\"b\\\", O=\u20ac"));
    String text = line(json, complete(request));
    assertTrue(text.contains("\"tls_subject\":\"CN=a \\\\\\\"b\\\\\\\",O=\\u20AC\","), text);
  }

  @Test
  void json_line_without_head_has_the_part_that_arrived() {
    assertEquals(
        "{\"time\":\"2000-10-10T20:55:36.042Z\",\"peer\":\"192.0.2.1\",\"line\":\"GET /\\u0009a\","
            + "\"request_id\":\"id-1\",\"status\":408,\"bytes\":0,\"seconds\":0.001234,\"end\":\"timed_out\"}",
        line(json, exchange(null, "GET /\ta", 408, 0, End.TIMED_OUT)));
  }

  /// Octets of the head, one character each, and the inside of the JSON string.
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/\u00e2\u0098\u0083 /\\u2603",
        "/\u00c3\u00a4\u00f0\u009f\u0098\u0080 /\\u00E4\\uD83D\\uDE00",
        "/\u00e2\u0080\u00ae /\\u202E",
        "/\u00e4 /\\u00E4",
        "/\u00c3\u00a4\u00ff /\\u00C3\\u00A4\\u00FF",
        "/\u00c0\u00af /\\u00C0\\u00AF",
        "/\u00ed\u00a0\u0080 /\\u00ED\\u00A0\\u0080",
      })
  void json_line_has_the_characters_of_valid_utf_8(String octets, String text) {
    assertEquals(true, line(json, refused(octets, 400)).contains("\"line\":\"" + text + "\""));
    FakeRequest request = FakeRequest.get("/").header("User-Agent", octets);
    assertEquals(true, line(json, complete(request)).contains("\"agent\":\"" + text + "\""));
  }

  @ParameterizedTest
  @CsvSource({
    "5, 5",
    "1023, 1023",
    "1024, 1.0k",
    "2326, 2.2k",
    "1048575, 1023.9k",
    "1048576, 1.0M",
    "5368709120, 5.0G",
    "5497558138880, 5.0T",
  })
  void short_line_has_a_readable_size(long bytes, String size) {
    LineFormat format = new ShortLine(this::now, ZONE, false);
    assertEquals(
        "13:55:36 GET /a 200 " + size + " 1.2ms",
        line(format, exchange(FakeRequest.get("/a?b"), "", 200, bytes, End.COMPLETE)));
  }

  @Test
  void short_line_shows_how_the_exchange_ended() {
    LineFormat format = new ShortLine(this::now, ZONE, false);
    assertEquals(
        "13:55:36 GET / 000 0 1.2ms client_closed",
        line(format, exchange(FakeRequest.get("/"), "", 0, 0, End.CLIENT_CLOSED)));
    assertEquals("13:55:36 - 400 0 1.2ms refused", line(format, refused("", 400)));
  }

  @Test
  void terminal_gets_no_control_character_of_a_client() {
    LineFormat format = new ShortLine(this::now, ZONE, true);
    String text = line(format, refused("GET /\u001b[31m\u009b1m", 400));
    assertEquals(
        "\u001b[2m13:55:36\u001b[0m \"GET /\\x1B[31m\\x9B1m\" \u001b[33m400\u001b[0m 0 1.2ms"
            + " refused",
        text);
  }

  /// The octets are checked eight at a time.
  @Test
  void each_octet_is_escaped_at_each_place_or_plain() {
    for (char octet = 0; octet <= 0xff; octet++) {
      boolean plain = octet >= ' ' && octet < 0x7f && octet != '"' && octet != '\\';
      String shown =
          plain ? String.valueOf(octet) : String.format(Locale.ROOT, "\\x%02X", (int) octet);
      for (int place = 0; place < 17; place++) {
        line.clear().octets("a".repeat(place) + octet + "b".repeat(17 - place));
        assertEquals(
            "a".repeat(place) + shown + "b".repeat(17 - place),
            new String(line.bytes(), 0, line.length(), StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void long_target_is_logged_whole() {
    String path = "/" + "\u00e4".repeat(60_000);
    assertEquals(240_000 + 80, line(combined, refused(path, 414)).length(), 20);
    assertEquals(true, line(combined, refused("GET /", 414)).contains("\"GET /\" 414"));
  }
}
