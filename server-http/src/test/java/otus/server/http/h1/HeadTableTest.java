package otus.server.http.h1;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Invalid heads, each with the section that it breaks. The violation of each case, and all splits,
/// are tested in `h1.codec`.
class HeadTableTest extends FramingTable {

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | RFC 9112 §3     | GET /~Host: h~~
          400 | RFC 9112 §3     | GET~~
          400 | RFC 9112 §3     | GET  / HTTP/1.1~Host: h~~
          400 | RFC 9112 §3     | GET /  HTTP/1.1~Host: h~~
          400 | RFC 9112 §3     | GET\\t/ HTTP/1.1~Host: h~~
          400 | RFC 9112 §3     | ' GET / HTTP/1.1~Host: h~~'
          400 | RFC 9112 §3     | GET / HTTP/1.1 ~Host: h~~
          400 | RFC 9112 §3     | GET / a HTTP/1.1~Host: h~~
          400 | RFC 9112 §3     | GET / HTTP/1.1\\r~Host: h~~
          400 | RFC 9112 §3     | \\0~~
          400 | RFC 9112 §3     | {}~~
          400 | RFC 9110 §9.1   | G@T / HTTP/1.1~Host: h~~
          400 | RFC 9110 §9.1   | (GET) / HTTP/1.1~Host: h~~
          400 | RFC 9112 §2.3   | GET / http/1.1~Host: h~~
          400 | RFC 9112 §2.3   | GET / Http/1.1~Host: h~~
          400 | RFC 9112 §2.3   | GET / HTTP/1~Host: h~~
          400 | RFC 9112 §2.3   | GET / HTTP/1.10~Host: h~~
          400 | RFC 9112 §2.3   | GET / HTTP/01.1~Host: h~~
          400 | RFC 9112 §2.3   | GET / HTTP/1.x~Host: h~~
          400 | RFC 9112 §2.3   | GET / HTTP/1,1~Host: h~~
          400 | RFC 9112 §2.3   | GET / ICY/1.1~Host: h~~
          505 | RFC 9110 §15.6.6 | GET / HTTP/0.9~Host: h~~
          505 | RFC 9110 §15.6.6 | GET / HTTP/2.0~Host: h~~
          505 | RFC 9110 §15.6.6 | PRI * HTTP/2.0~~SM~~
          400 | RFC 9112 §2.2   | GET / HTTP/1.1\\nHost: h\\n\\n
          400 | RFC 9112 §2.2   | GET / HTTP/1.1~Host: h\\n~
          400 | RFC 9112 §2.2   | GET / HTTP/1.1~Host: h~\\n
          400 | RFC 9112 §2.2   | \\nGET / HTTP/1.1~Host: h~~
          400 | RFC 9112 §2.2   | \\rGET / HTTP/1.1~Host: h~~
          400 | RFC 9112 §2.2   | GET / HTTP/1.1~Host: h~X: a\\rb~~
          400 | RFC 9112 §2.2   | GET / HTTP/1.1~Host: h~X: a\\r\\r\\n~
          400 | RFC 9112 §2.2   | GET / HTTP/1.1~Host: h~\\r~
          400 | RFC 9112 §2.2   | GET / HTTP/1.1~Host: h~X: y\\rContent-Length: 5~~hello
          400 | RFC 9112 §2.2   | GET / HTTP/1.1~ ~Host: h~~
          """)
  void malformed_line_ends_the_connection(int status, String section, String octets) {
    assertRefused(status, octets);
  }

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | RFC 9112 §5.1   | GET / HTTP/1.1~Host : h~~
          400 | RFC 9112 §5.1   | GET / HTTP/1.1~Host: h~Content-Length : 5~~hello
          400 | RFC 9112 §5.1   | GET / HTTP/1.1~Host: h~Transfer-Encoding\\t: chunked~~0~~
          400 | RFC 9112 §5.2   | GET / HTTP/1.1~Host: h~X: a~ b~~
          400 | RFC 9112 §5.2   | GET / HTTP/1.1~Host: h~Transfer-Encoding:~ chunked~~0~~
          400 | RFC 9112 §5.2   | GET / HTTP/1.1~Host: h~Content-Length: 5~\\t0~~hello
          400 | RFC 9112 §5.2   | GET / HTTP/1.1~ Host: h~~
          400 | RFC 9112 §5     | GET / HTTP/1.1~Host: h~no-colon~~
          400 | RFC 9112 §5     | GET / HTTP/1.1~Host: h~: v~~
          400 | RFC 9110 §5.1   | GET / HTTP/1.1~Host: h~X(y): v~~
          400 | RFC 9110 §5.1   | GET / HTTP/1.1~Host: h~"X": v~~
          400 | RFC 9110 §5.1   | GET / HTTP/1.1~Host: h~X/Y: v~~
          400 | RFC 9110 §5.1   | GET / HTTP/1.1~Host: h~Content-Length\\0: 5~~hello
          400 | RFC 9110 §5.1   | GET / HTTP/1.1~Host: h~\\13Transfer-Encoding: chunked~~0~~
          400 | RFC 9110 §5.1   | GET / HTTP/1.1~Host: h~\\351: v~~
          400 | RFC 9110 §5.5   | GET / HTTP/1.1~Host: h~X: \\0~~
          400 | RFC 9110 §5.5   | GET / HTTP/1.1~Host: h~X: \\1~~
          400 | RFC 9110 §5.5   | GET / HTTP/1.1~Host: h~X: a\\177~~
          400 | RFC 9110 §5.5   | GET / HTTP/1.1~Host: h~Transfer-Encoding: \\13chunked~~0~~
          400 | RFC 9110 §5.5   | GET / HTTP/1.1~Host: h~Content-Length: 5\\14~~hello
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~Host: h~Host: h~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~Host: h~host: i~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.0~Host: h~Host: i~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~Host: h, i~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~Host: h i~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~Host: h/i~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~Host: h:99999~~
          400 | RFC 9112 §3.2   | GET / HTTP/1.1~Host: [::1~~
          400 | RFC 9110 §4.2.4 | GET / HTTP/1.1~Host: u@h~~
          400 | RFC 9112 §3.2   | GET http://a/ HTTP/1.1~~
          400 | RFC 9112 §3.2   | GET http://a/ HTTP/1.1~Host: @~~
          417 | RFC 9110 §10.1.1 | GET / HTTP/1.1~Host: h~Expect: 200-ok~~
          """)
  void malformed_header_ends_the_connection(int status, String section, String octets) {
    assertRefused(status, octets);
  }

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | RFC 9112 §3.2   | GET /#a HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2   | GET a HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2   | GET ?a HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2   | GET \\\\a HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2   | GET /\\1 HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2.2 | GET ftp://h/ HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2.2 | GET http:///a HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2.2 | GET http://h:x/ HTTP/1.1~Host: h~~
          400 | RFC 9110 §4.2.4 | GET http://u:p@h/ HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2.3 | GET h:80 HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2.3 | CONNECT h:80 HTTP/1.1~Host: h:80~~
          400 | RFC 9112 §3.2.3 | CONNECT / HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2.4 | GET * HTTP/1.1~Host: h~~
          400 | RFC 9112 §3.2.4 | OPTIONS *a HTTP/1.1~Host: h~~
          400 | RFC 3986 §2.1   | GET /% HTTP/1.1~Host: h~~
          400 | RFC 3986 §2.1   | GET /%zz HTTP/1.1~Host: h~~
          400 | RFC 3986 §2.1   | GET /%00 HTTP/1.1~Host: h~~
          400 | RFC 3986 §5.2.4 | GET /.. HTTP/1.1~Host: h~~
          400 | RFC 3986 §5.2.4 | GET /a/%2e%2e/../b HTTP/1.1~Host: h~~
          400 | RFC 3986 §5.2.4 | GET /..%2Fa HTTP/1.1~Host: h~~
          400 | RFC 3986 §5.2.4 | GET /a%2f..%2F%2e%2e/b HTTP/1.1~Host: h~~
          """)
  void target_of_no_form_ends_the_connection(int status, String section, String octets) {
    assertRefused(status, octets);
  }
}
