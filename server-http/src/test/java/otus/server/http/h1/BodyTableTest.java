package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies with invalid framing, each with the section that it breaks, and valid ones. The violation
/// of each case, and all splits, are tested in `h1.codec`.
class BodyTableTest extends FramingTable {
  private static final String GET = "GET / HTTP/1.1~Host: h~";
  private static final String POST = "POST / HTTP/1.1~Host: h~";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked~~";

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | RFC 9112 §6.3   | Content-Length: 5~Transfer-Encoding: chunked~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: chunked~Content-Length: 5~~0~~
          400 | RFC 9112 §6.3   | Content-Length: 0~Transfer-Encoding: chunked~~0~~
          400 | RFC 9112 §6.3   | CONTENT-LENGTH: 5~transfer-encoding: CHUNKED~~0~~
          400 | RFC 9112 §6.3   | Content-Length:5~Transfer-Encoding:chunked~~0~~
          400 | RFC 9112 §6.3   | Content-Length: 5~Transfer-Encoding: identity~~hello
          400 | RFC 9112 §6.3   | Content-Length: 5~Transfer-Encoding: gzip, chunked~~0~~
          400 | RFC 9112 §6.3   | Content-Length: 5~Transfer-Encoding: xchunked~~hello
          400 | RFC 9112 §6.3   | Content-Length: 5~Transfer-Encoding:~~hello
          400 | RFC 9112 §6.3   | Content-Length: x~Transfer-Encoding: chunked~~0~~
          400 | RFC 9112 §6.3   | Content-Length: 5~Content-Length: 5~~hello
          400 | RFC 9112 §6.3   | Content-Length: 5~content-length: 0~~hello
          400 | RFC 9112 §6.3   | Content-Length: 5, 5~~hello
          400 | RFC 9112 §6.3   | Content-Length: 5,~~hello
          400 | RFC 9112 §6.3   | Content-Length: 5 0~~hello
          400 | RFC 9110 §8.6   | Content-Length: +5~~hello
          400 | RFC 9110 §8.6   | Content-Length: -5~~hello
          400 | RFC 9110 §8.6   | Content-Length: 0x5~~hello
          400 | RFC 9110 §8.6   | Content-Length: 5.0~~hello
          400 | RFC 9110 §8.6   | Content-Length: 5e0~~hello
          400 | RFC 9110 §8.6   | Content-Length: five~~hello
          400 | RFC 9110 §8.6   | Content-Length:~~hello
          400 | RFC 9110 §8.6   | Content-Length: "5"~~hello
          400 | RFC 9110 §8.6   | Content-Length: \\265~~hello
          413 | RFC 9110 §8.6   | Content-Length: 18446744073709551621~~hello
          413 | RFC 9110 §8.6   | Content-Length: 9223372036854775808~~hello
          413 | RFC 9110 §8.6   | Content-Length: 4294967301~~hello
          400 | RFC 9112 §6.3   | Transfer-Encoding: chunked, chunked~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: chunked~Transfer-Encoding: chunked~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: chunked, identity~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: chunked, gzip~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: identity~~hello
          400 | RFC 9112 §6.3   | Transfer-Encoding: gzip~~hello
          400 | RFC 9112 §6.3   | Transfer-Encoding:~~hello
          400 | RFC 9112 §6.3   | Transfer-Encoding: ,chunked~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: chunked;q=1~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: "chunked"~~0~~
          400 | RFC 9112 §6.3   | Transfer-Encoding: chunked\\240~~0~~
          501 | RFC 9112 §6.1   | Transfer-Encoding: gzip, chunked~~0~~
          501 | RFC 9112 §6.1   | Transfer-Encoding: identity, chunked~~0~~
          501 | RFC 9112 §6.1   | Transfer-Encoding: gzip~Transfer-Encoding: chunked~~0~~
          """)
  void ambiguous_length_ends_the_connection(int status, String section, String rest) {
    assertRefused(status, POST + rest);
    assertRefused(status, GET + rest);
  }

  @ParameterizedTest(name = "{1}: {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ~                       | RFC 9112 §7.1
          x~a~0~~                 | RFC 9112 §7.1
          ' 1~a~0~~'              | RFC 9112 §7.1
          '1 ~a~0~~'              | RFC 9112 §7.1
          +1~a~0~~                | RFC 9112 §7.1
          -1~a~0~~                | RFC 9112 §7.1
          0x1~a~0~~               | RFC 9112 §7.1
          1h~a~0~~                | RFC 9112 §7.1
          1,1~a~0~~               | RFC 9112 §7.1
          1\\0~a~0~~              | RFC 9112 §7.1
          10000000000000001~a~0~~ | RFC 9112 §7.1
          0000000000000001~a~0~~  | RFC 9112 §7.1
          1\\na\\n0\\n\\n          | RFC 9112 §7.1
          1\\ra\\r0\\r\\r          | RFC 9112 §7.1
          1~ab~0~~                | RFC 9112 §7.1
          1~a0~~                  | RFC 9112 §7.1
          1~a\\n0~~               | RFC 9112 §7.1
          1~a~~0~~                | RFC 9112 §7.1
          1;\\0~a~0~~             | RFC 9112 §7.1.1
          1;a\\rb~a~0~~           | RFC 9112 §7.1.1
          1;a\\nb~a~0~~           | RFC 9112 §7.1.1
          1 a;b~a~0~~             | RFC 9112 §7.1.1
          0~A : b~~               | RFC 9112 §7.1.2
          0~A: b~ c~~             | RFC 9112 §7.1.2
          0~no colon~~            | RFC 9112 §7.1.2
          0~GET /a HTTP/1.1~~     | RFC 9112 §7.1.2
          0~A: b\\n~              | RFC 9112 §7.1.2
          0~A: \\0~~              | RFC 9112 §7.1.2
          0\\n\\n                 | RFC 9112 §7.1
          """)
  void malformed_chunk_ends_the_connection(String content, String section) {
    assertRefused(400, CHUNKED + content);
  }

  @Test
  void oversized_head_or_body_ends_the_connection() {
    String oversized = "x".repeat(40_000);
    assertRefused(414, "GET /" + oversized + " HTTP/1.1~Host: h~~");
    assertRefused(414, oversized + " / HTTP/1.1~Host: h~~");
    assertRefused(431, GET + "X: " + oversized + "~~");
    assertRefused(431, GET + oversized + ": y~~");
    assertRefused(431, GET + "X: y~".repeat(100) + "~");
    assertRefused(431, "~".repeat(20_000) + GET + "~");
    assertRefused(413, POST + "Content-Length: 1073741825~~");
    assertRefused(413, CHUNKED + "40000001~");
    assertRefused(400, CHUNKED + "1;" + oversized + "~a~0~~");
    assertRefused(400, CHUNKED + ("1;" + "x".repeat(1000) + "~a~").repeat(20) + "0~~");
    assertRefused(400, CHUNKED + "0~X: " + oversized + "~~");
    assertRefused(400, CHUNKED + "0~" + "X: y~".repeat(100) + "~");
  }

  /// RFC 9112 §8: an incomplete request is refused.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 10\r\n\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhel",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n",
      })
  void incomplete_body_is_400(String rest) {
    Client client = server.connect().send("POST / HTTP/1.1\r\nHost: h\r\n" + rest).finish();
    server.settle();
    assertEquals(List.of(400), client.statuses());
    assertFalse(client.isOpen());
  }

  @ParameterizedTest(name = "{1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'h/ '         | RFC 9112 §3     | GET / HTTP/1.1~Host: h~~
          'h/ '         | RFC 9112 §2.2   | ~~~GET / HTTP/1.1~Host: h~~
          'h/ '         | RFC 9110 §2.5   | GET / HTTP/1.2~Host: h~~
          'h/ '         | RFC 9110 §2.5   | GET / HTTP/1.9~Host: h~~
          '/ '          | RFC 9112 §9.3   | GET / HTTP/1.0~Connection: keep-alive~~
          'h/ '         | RFC 9110 §9.1   | m-search / HTTP/1.1~Host: h~~
          'h/ '         | RFC 9110 §5.6.3 | GET / HTTP/1.1~Host:\\t h \\t~X:~~
          '/ '          | RFC 9112 §3.2   | GET / HTTP/1.1~Host:~~
          'b:80/c '     | RFC 9112 §3.2.2 | GET http://b:80/c HTTP/1.1~Host: h~~
          '[::1]/ '     | RFC 9112 §3.2.2 | GET HTTPS://[::1] HTTP/1.1~Host: h~~
          'h* '         | RFC 9112 §3.2.4 | OPTIONS * HTTP/1.1~Host: h~~
          h/ hello      | RFC 9112 §6.2   | POST / HTTP/1.1~Host: h~Content-Length: 5~~hello
          h/ hello      | RFC 9112 §6.2   | GET / HTTP/1.1~Host: h~Content-Length:\\t005 ~~hello
          'h/ '         | RFC 9112 §6.3   | POST / HTTP/1.1~Host: h~~
          'h/ '         | RFC 9112 §6.3   | POST / HTTP/1.1~Host: h~Content-Length: 0~~
          h/ ~~GET      | RFC 9112 §6.2   | POST / HTTP/1.1~Host: h~Content-Length: 7~~~~GET
          h/ hello      | RFC 9112 §7.1   | PUT / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~5~hello~0~~
          h/ hello      | RFC 9112 §7.1   | GET / HTTP/1.1~Host: h~transfer-encoding:CHUNKED~~05~hello~00~~
          h/ 0~~        | RFC 9112 §7.1   | PUT / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~5~0~~~0~~
          h/ hello      | RFC 9112 §7.1.1 | PUT / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~5 ;a="b"~hello~0;c~~
          h/ hello      | RFC 9112 §7.1.2 | PUT / HTTP/1.1~Host: h~Transfer-Encoding: chunked~~5~hello~0~Content-Length: 9~~
          'h/ '         | RFC 9112 §6.1   | GET / HTTP/1.1~Host: h~TE: chunked~Transfer_Encoding: x~~
          'h/ '         | RFC 9110 §7.8   | GET / HTTP/1.1~Host: h~Connection: Upgrade~Upgrade: h2c~~
          """)
  void next_request_begins_after_the_body(String answer, String section, String row) {
    assertAccepted(answer, row);
  }
}
