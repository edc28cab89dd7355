package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static otus.server.http.h1.codec.HeadAssertions.accepted;
import static otus.server.http.h1.codec.HeadAssertions.refused;
import static otus.server.http.h1.codec.HeadAssertions.with;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.http.config.RequestLimits;
import otus.server.http.syntax.Violation;

/// RFC 9112 §6.3: a request has one framing, or is refused.
class FramingTest {

  @Test
  void request_without_both_headers_has_no_body() {
    for (String method : new String[] {"GET", "HEAD", "POST", "PUT", "X"}) {
      assertEquals(
          Framing.None.NONE, accepted(HeadAssertions.of(method + " / HTTP/1.1")).framing(), method);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "00, 0",
    "1, 1",
    "007, 7",
    "42, 42",
    "1073741824, 1073741824",
    "000000000000000042, 42",
    "000001073741824, 1073741824",
  })
  void length_consists_of_digits(String value, long length) {
    Framing expected = length == 0 ? Framing.None.NONE : new Framing.Length(length);
    for (String blanks : new String[] {"", " ", "\t", "  \t"}) {
      String line = "Content-Length:" + blanks + value + blanks;
      assertEquals(expected, accepted(with(line)).framing());
      assertEquals(expected, accepted("GET / HTTP/1.0\r\n" + line + "\r\n\r\n").framing());
      assertEquals(expected, accepted(with(line.toLowerCase())).framing());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+1",
        "-1",
        "-0",
        "+0",
        "0x1",
        "0X1",
        "1h",
        "1 2",
        "1,1",
        "1, 1",
        "1,2",
        ",1",
        "1,",
        "1.0",
        "1e1",
        "1_0",
        "1;",
        "\"1\"",
        "'1'",
        "one",
        "\u00b9",
        "\u0661",
        "1\u00a0",
        "\u00a01",
        "- 1",
        "1\t2",
        "1-2",
        "*",
        "NaN",
        "null",
        "%31",
        "1%",
        "123456789012345678901x",
      })
  void other_spellings_of_a_length_are_refused(String value) {
    refused(Violation.BAD_CONTENT_LENGTH, with("Content-Length: " + value));
    refused(
        Violation.BAD_CONTENT_LENGTH, "GET / HTTP/1.0\r\nContent-Length: " + value + "\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "0, 0", "5, ''", "'', 5", "5, x"})
  void two_lengths_are_refused_even_if_equal(String first, String second) {
    String line = "Content-Length: " + first;
    refused(Violation.BAD_CONTENT_LENGTH, with(line, "Content-Length: " + second));
    refused(Violation.BAD_CONTENT_LENGTH, with(line, "X: y", "content-LENGTH: " + second));
    refused(Violation.BAD_CONTENT_LENGTH, with(line, line, line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1073741825",
        "2147483648",
        "4294967296",
        "4294967297",
        "99999999999999999",
        "999999999999999999",
        "1000000000000000000",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "18446744073709551617",
        "99999999999999999999",
        "340282366920938463463374607431768211457",
        "100000000000000000000000000000000000000000000000000000000000000000000000",
      })
  void length_over_the_limit_is_refused_and_never_overflows(String value) {
    refused(Violation.CONTENT_TOO_LARGE, with("Content-Length: " + value));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100, 1L << 31, 1L << 53})
  void length_equal_to_the_limit_is_accepted(long max) {
    RequestLimits limits = new RequestLimits(8192, 32768, 100, max);
    Framing expected = max == 0 ? Framing.None.NONE : new Framing.Length(max);
    assertEquals(expected, accepted(limits, with("Content-Length: " + max)).framing());
    refused(limits, Violation.CONTENT_TOO_LARGE, with("Content-Length: " + (max + 1)));
  }

  @Test
  void length_has_at_most_18_digits_without_a_limit() {
    RequestLimits limits = new RequestLimits(8192, 32768, 100, Long.MAX_VALUE);
    assertEquals(
        new Framing.Length(999_999_999_999_999_999L),
        accepted(limits, with("Content-Length: 999999999999999999")).framing());
    refused(limits, Violation.CONTENT_TOO_LARGE, with("Content-Length: 1000000000000000000"));
    refused(limits, Violation.CONTENT_TOO_LARGE, with("Content-Length: 0000000000000000001"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "CHUNKED", "Chunked", "cHuNkEd", " chunked", "chunked \t"})
  void chunked_is_case_insensitive(String value) {
    for (String name : new String[] {"Transfer-Encoding", "transfer-encoding"}) {
      Http1Head message = accepted(with(name + ":" + value));
      assertEquals(Framing.Chunked.CHUNKED, message.framing());
    }
  }

  /// §6.3 step 4: "the server MUST respond with the 400 (Bad Request) status code and then close".
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        ", ,",
        "chunked,",
        ",chunked",
        "chunked,,chunked",
        "chunked, chunked",
        "chunked,CHUNKED",
        "chunked, gzip, chunked",
        "chunked, gzip",
        "chunked, identity",
        "chunked,\tx",
        "gzip",
        "identity",
        "gzip, deflate",
        "xchunked",
        "chunkedx",
        "chunked;a=b",
        "chunked; q=0",
        "chunked chunked",
        "\"chunked\"",
        "'chunked'",
        "chunked\u00a0",
        "\u00a0chunked",
        "\u0085chunked",
        "c\u0068unke\u00f0",
        "chun ked",
        "chunked\tx",
        "gzip, ",
      })
  void coding_list_must_end_with_its_only_chunked(String value) {
    refused(Violation.BAD_TRANSFER_CODING, with("Transfer-Encoding: " + value));
  }

  /// §6.1: "a transfer coding it does not understand SHOULD respond with 501".
  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip, chunked",
        "gzip,chunked",
        "identity, chunked",
        "x, y, CHUNKED",
        "chunked;a=b, chunked",
        "\"chunked\", chunked",
        "xchunked\t,\tchunked",
        "deflate;q=\"a b\", chunked",
      })
  void unknown_coding_before_chunked_is_501(String value) {
    refused(Violation.UNKNOWN_TRANSFER_CODING, with("Transfer-Encoding: " + value));
    assertEquals(501, Violation.UNKNOWN_TRANSFER_CODING.status().code());
  }

  @Test
  void several_headers_are_one_list() {
    String chunked = "Transfer-Encoding: chunked";
    refused(Violation.BAD_TRANSFER_CODING, with(chunked, chunked));
    refused(Violation.BAD_TRANSFER_CODING, with(chunked, "X: y", "TRANSFER-encoding: CHUNKED"));
    refused(Violation.BAD_TRANSFER_CODING, with(chunked, "Transfer-Encoding: gzip"));
    refused(Violation.BAD_TRANSFER_CODING, with(chunked, "Transfer-Encoding:"));
    refused(Violation.BAD_TRANSFER_CODING, with("Transfer-Encoding:", chunked));
    refused(Violation.BAD_TRANSFER_CODING, with(chunked, "Transfer-Encoding: gzip", chunked));
    refused(Violation.UNKNOWN_TRANSFER_CODING, with("Transfer-Encoding: gzip", chunked));
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "CHUNKED", "gzip", "gzip, chunked", "identity", "", "x"})
  void two_framings_and_chunked_in_1_0_are_refused(String coding) {
    String line = "Transfer-Encoding: " + coding;
    refused(Violation.CONFLICTING_LENGTH, with(line, "Content-Length: 5"));
    refused(Violation.CONFLICTING_LENGTH, with("Content-Length: 5", line));
    refused(Violation.CONFLICTING_LENGTH, with("Content-Length: 0", "X: y", line));
    refused(Violation.CONFLICTING_LENGTH, with("Content-Length: x", line));
    refused(Violation.CONFLICTING_LENGTH, with("Content-Length:", line));
    refused(Violation.CONFLICTING_LENGTH, "GET / HTTP/1.0\r\n" + line + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer_Encoding: chunked",
        "TransferEncoding: chunked",
        "X-Transfer-Encoding: chunked",
        "Transfer-Encodin: chunked",
        "TE: chunked",
        "Content_Length: 5",
        "Content-Lengt: 5",
        "Content-Length-: 5",
        "X: Transfer-Encoding: chunked",
        "Trailer: Content-Length",
      })
  void header_with_a_similar_name_does_not_frame(String line) {
    assertEquals(Framing.None.NONE, accepted(with(line)).framing());
  }
}
