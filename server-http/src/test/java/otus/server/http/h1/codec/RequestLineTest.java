package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static otus.server.http.h1.codec.HeadAssertions.accepted;
import static otus.server.http.h1.codec.HeadAssertions.refused;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.http.syntax.RequestHead;
import otus.server.http.syntax.Violation;

/// RFC 9112 §2 and §3: `method SP request-target SP HTTP-version CRLF`, and similar lines that are
/// refused.
class RequestLineTest {
  private static final String TCHARS =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @Test
  void head_is_parsed() {
    Http1Head expected =
        new Http1Head(
            new RequestHead(
                Method.POST,
                new Target(new UrlPath(List.of("a b", "c"), true), "/a%20b/c/", "d=%20&e"),
                "example.org:8080",
                Headers.of("hOsT", "example.org:8080", "Content-Length", "5", "X", "a", "x", "")),
            true,
            new Framing.Length(5),
            true,
            false);
    String head =
        """
        POST /a%20b/c/?d=%20&e HTTP/1.1\r
        hOsT: example.org:8080\r
        Content-Length: 5\r
        X:a\r
        x:\r
        \r
        """;
    assertEquals(expected, accepted(head));
  }

  /// A handshake may contain no line end, and its client waits for an answer.
  @Test
  void handshake_of_tls_is_refused_at_once_and_named() {
    String hello = "\u0016\u0003\u0001\u0002\u0000\u0001";
    refused(Violation.TLS_HANDSHAKE, hello);
    RequestParser parser = new RequestParser(HeadAssertions.LIMITS);
    ByteBuffer in = ByteBuffer.wrap(Splits.octets(hello));
    parser.parse(in);
    assertEquals("TLS handshake on a port without TLS", parser.requestLine(in));
    HeadAssertions.unfinished(HeadAssertions.LIMITS, "\u0016");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "HEAD",
        "get",
        "M-SEARCH",
        "PROPFIND",
        "X",
        "0",
        "!#$%&'*+-.^_`|~",
        "LONGMETHODNAME"
      })
  void method_is_any_token(String method) {
    assertEquals(
        method, accepted(HeadAssertions.of(method + " / HTTP/1.1")).request().method().name());
  }

  @Test
  void method_has_tchars_only() {
    for (char c = 0; c <= 0xff; c++) {
      String head = HeadAssertions.of("A" + c + "B / HTTP/1.1");
      if (TCHARS.indexOf(c) >= 0) {
        accepted(head);
      } else if (c == '\n') {
        refused(Violation.BAD_LINE_END, head);
      } else if (c != ' ') {
        refused(Violation.BAD_REQUEST_LINE, head);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "  ",
        "GET",
        "GET ",
        "GET /",
        " GET / HTTP/1.1",
        "\tGET / HTTP/1.1",
        "GET  / HTTP/1.1",
        "GET\t/ HTTP/1.1",
        "GET /\tHTTP/1.1x",
        "GET: / HTTP/1.1",
        " / HTTP/1.1",
        "/ HTTP/1.1",
        "HTTP/1.1 200 OK",
        "GET",
        "\0",
        "\u0016\u0002\u0003",
        "{}",
        "\"GET\" / HTTP/1.1",
        "\r",
        "GET\r / HTTP/1.1",
        "\u00efGET / HTTP/1.1",
      })
  void line_without_three_parts_is_refused(String line) {
    Violation expected =
        line.startsWith("GET /\t") ? Violation.BAD_TARGET : Violation.BAD_REQUEST_LINE;
    refused(expected, HeadAssertions.of(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/1.2", "HTTP/1.9"})
  void higher_minor_version_is_1_1(String version) {
    assertEquals(true, accepted(HeadAssertions.of("GET / " + version)).http11());
  }

  @Test
  void version_1_0_is_accepted() {
    assertEquals(false, accepted(HeadAssertions.of("GET / HTTP/1.0")).http11());
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/0.9", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9", "HTTP/0.0"})
  void other_major_version_is_not_supported(String version) {
    refused(Violation.UNKNOWN_VERSION, HeadAssertions.of("GET / " + version));
    assertEquals(505, Violation.UNKNOWN_VERSION.status().code());
  }

  @Test
  void preface_of_http_2_is_an_unknown_version() {
    refused(Violation.UNKNOWN_VERSION, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http/1.1",
        "Http/1.1",
        "HTTP/1",
        "HTTP/1.",
        "HTTP/.1",
        "HTTP/11",
        "HTTP/1.10",
        "HTTP/01.1",
        "HTTP/1.1 ",
        " HTTP/1.1",
        "HTTP/1.1\t",
        "HTTP/1.1\r",
        "HTTP/1.1\0",
        "HTTP /1.1",
        "HTTP/1 1",
        "HTTP/1,1",
        "HTTP/-1.1",
        "HTTP/1.x",
        "HTTP/x.1",
        "HTTP/1.\u00b9",
        "HTTPS/1.1",
        "FTP/1.1",
        "b HTTP/1.1",
      })
  void version_has_one_spelling(String version) {
    refused(Violation.BAD_VERSION, HeadAssertions.of("GET / " + version));
  }

  @Test
  void request_of_version_0_9_is_refused() {
    refused(Violation.BAD_REQUEST_LINE, "GET /\r\n");
  }

  @Test
  void empty_lines_before_the_request_are_skipped() {
    Http1Head message = accepted(HeadAssertions.of("GET / HTTP/1.1"));
    assertEquals(message, accepted("\r\n" + HeadAssertions.of("GET / HTTP/1.1")));
    assertEquals(message, accepted("\r\n\r\n\r\n" + HeadAssertions.of("GET / HTTP/1.1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n\n", "GET / HTTP/1.1\n", "GET / HTTP/1.1\n\r\n", "GET /\n"})
  void bare_lf_in_a_request_line_is_refused(String beginning) {
    refused(Violation.BAD_LINE_END, beginning + "Host: a\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\r\n", "\rGET / HTTP/1.1\r\n", "G\rET / HTTP/1.1\r\n"})
  void bare_cr_in_a_method_is_refused(String beginning) {
    refused(Violation.BAD_REQUEST_LINE, beginning + "Host: a\r\n\r\n");
  }
}
