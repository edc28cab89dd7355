package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static otus.server.http.h1.codec.HeadAssertions.accepted;
import static otus.server.http.h1.codec.HeadAssertions.refused;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.http.syntax.Violation;

/// RFC 9112 §5, RFC 9110 §5.5: `field-name ":" OWS field-value OWS`.
class HeaderLineTest {
  private static final String TCHARS =
      "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X:v",
        "X: v",
        "X:\tv",
        "X:  v",
        "X: v ",
        "X: v\t",
        "X: \t v \t ",
        "X:v          ",
      })
  void blanks_around_a_value_are_removed(String line) {
    assertEquals(
        Headers.of("Host", "a", "X", "v"), accepted(HeadAssertions.with(line)).request().headers());
  }

  @ParameterizedTest
  @ValueSource(strings = {"X:", "X: ", "X:\t", "X: \t "})
  void value_may_be_empty(String line) {
    assertEquals(
        Headers.of("Host", "a", "X", ""), accepted(HeadAssertions.with(line)).request().headers());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":",
        "a:b",
        "a b\tc",
        "a, b;c=\"d\"",
        "\"",
        "\\",
        "X: v",
        "\u00e9",
        "\u0080\u00ff",
        "%0d%0a",
      })
  void value_is_kept_unchanged(String value) {
    assertEquals(
        value, accepted(HeadAssertions.with("X: " + value)).request().headers().first("x"));
  }

  @Test
  void headers_keep_their_order_and_spelling() {
    Headers headers =
        accepted(HeadAssertions.with("b: 1", "A: 2", "B: 3", "a: 2")).request().headers();
    assertEquals(Headers.of("Host", "a", "b", "1", "A", "2", "B", "3", "a", "2"), headers);
  }

  @Test
  void name_has_tchars_only() {
    for (char c = 0; c <= 0xff; c++) {
      String name = "X" + c + "Y";
      if (TCHARS.indexOf(c) >= 0) {
        assertEquals(
            "v", accepted(HeadAssertions.with(name + ": v")).request().headers().first(name));
      } else if (c == '\n') {
        refused(Violation.BAD_LINE_END, HeadAssertions.with(name + ": v"));
      } else if (c == ' ' || c == '\t') {
        refused(Violation.SPACE_BEFORE_COLON, HeadAssertions.with(name + ": v"));
      } else if (c != ':') {
        refused(Violation.BAD_HEADER, HeadAssertions.with(name + ": v"));
      }
    }
  }

  @Test
  void value_has_no_control_except_tab() {
    for (char c = 0; c <= 0xff; c++) {
      String line = "X: a" + c + "b";
      if (c == '\n' || c == '\r') {
        refused(Violation.BAD_LINE_END, HeadAssertions.with(line));
      } else if ((c < ' ' && c != '\t') || c == 0x7f) {
        refused(Violation.BAD_HEADER, HeadAssertions.with(line));
      } else {
        assertEquals(
            "a" + c + "b", accepted(HeadAssertions.with(line)).request().headers().first("X"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X",
        "no-colon",
        ":",
        ": v",
        ":v",
        "::",
        "X\0: v",
        "X\r: v",
        "X=v",
        "X;: v",
        "X(c): v",
        "\"X\": v",
        "X/Y: v",
        "{X}: v",
        "X@: v",
        "\u00e9: v",
        "X: a\0",
        "X: \0a",
        "X: \u000b",
        "X: a\u000c",
        "X: \u007f",
        "X: \u001b[0m",
        "\0",
        "Transfer-Encoding\0: chunked",
        "Content-Length\u000b: 1",
        "Transfer-Encoding: \u000bchunked",
        "Transfer-Encoding: chunked\u000c",
        "Content-Length: 1\0",
      })
  void malformed_line_is_refused(String line) {
    refused(Violation.BAD_HEADER, HeadAssertions.with(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X : v",
        "X\t: v",
        "X  : v",
        "X \t: v",
        "Content-Length : 1",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding\t:chunked",
        "Host : b",
        "two words",
      })
  void white_space_before_the_colon_is_refused(String line) {
    refused(Violation.SPACE_BEFORE_COLON, HeadAssertions.with(line));
    refused(Violation.SPACE_BEFORE_COLON, HeadAssertions.with("A: b", line, "C: d"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" folded", "\tfolded", " ", "\t", " \t ", " X: v", " : v", " \0", " :"})
  void folded_line_is_refused(String line) {
    refused(Violation.FOLDED_HEADER, HeadAssertions.with("X: v", line));
    refused(Violation.FOLDED_HEADER, "GET / HTTP/1.1\r\n" + line + "\r\nHost: a\r\n\r\n");
    refused(Violation.FOLDED_HEADER, HeadAssertions.with("Transfer-Encoding: chunked", line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X: v\n",
        "X: v\nY: w",
        "\n",
        "X:\n",
        "X\n",
        "X: v\n\r",
        "X: v\rY: w",
        "X: v\r",
        "X:\r",
        "X: \r v",
        "X: v\r\r",
        "X: v\rTransfer-Encoding: chunked",
        "X: v\nTransfer-Encoding: chunked",
      })
  void bare_cr_and_bare_lf_are_refused(String line) {
    refused(Violation.BAD_LINE_END, HeadAssertions.with(line));
    refused(Violation.BAD_LINE_END, HeadAssertions.with("A: b", line, "C: d"));
  }

  @Test
  void empty_line_ends_with_crlf_too() {
    refused(Violation.BAD_LINE_END, "GET / HTTP/1.1\r\nHost: a\r\n\n");
    refused(Violation.BAD_HEADER, "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n");
  }
}
