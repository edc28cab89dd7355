package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static otus.server.http.h1.codec.HeadAssertions.accepted;
import static otus.server.http.h1.codec.HeadAssertions.refused;
import static otus.server.http.h1.codec.HeadAssertions.unfinished;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.http.config.RequestLimits;
import otus.server.http.h1.codec.HeadAssertions.Fed;
import otus.server.http.syntax.Violation;

/// RequestLimits are exact, and a head that exceeds one is refused before its end.
class HeadLimitsTest {
  private static final RequestLimits SMALL = new RequestLimits(20, 200, 4, 100);

  @Test
  void target_may_be_as_long_as_the_limit() {
    String maxLength = "/" + "a".repeat(19);
    assertEquals(
        maxLength,
        accepted(SMALL, HeadAssertions.of("GET " + maxLength + " HTTP/1.1"))
            .request()
            .target()
            .rawPath());
    refused(SMALL, Violation.TARGET_TOO_LONG, HeadAssertions.of("GET " + maxLength + "a HTTP/1.1"));
    refused(
        SMALL, Violation.TARGET_TOO_LONG, HeadAssertions.of("GET " + maxLength + "?b HTTP/1.1"));
    refused(
        SMALL,
        Violation.TARGET_TOO_LONG,
        HeadAssertions.of("GET http://a" + maxLength + " HTTP/1.1"));
    assertEquals(414, Violation.TARGET_TOO_LONG.status().code());
  }

  @Test
  void endless_target_is_refused_at_the_limit() {
    refused(SMALL, Violation.TARGET_TOO_LONG, "GET /" + "a".repeat(100));
    refused(SMALL, Violation.TARGET_TOO_LONG, "\0".repeat(100));
    unfinished(SMALL, "GET /" + "a".repeat(20));
  }

  @Test
  void longest_method_fits_with_the_longest_target() {
    accepted(SMALL, HeadAssertions.of("M".repeat(52) + " /" + "a".repeat(19) + " HTTP/1.1"));
    refused(
        SMALL,
        Violation.TARGET_TOO_LONG,
        HeadAssertions.of("M".repeat(53) + " /" + "a".repeat(19) + " HTTP/1.1"));
  }

  @Test
  void target_limit_of_any_size_is_enforced() {
    RequestLimits limits = new RequestLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 4, 100);
    assertEquals(
        "/a", accepted(limits, HeadAssertions.of("GET /a HTTP/1.1")).request().target().rawPath());
  }

  @Test
  void head_may_be_as_large_as_the_limit() {
    String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    String maxLength = "x".repeat(200 - head.length() - 4);
    String all = head + maxLength + "\r\n\r\n";
    assertEquals(SMALL.maxHeadSize(), all.length());
    assertEquals(maxLength, accepted(SMALL, all).request().headers().first("X"));
    refused(SMALL, Violation.HEAD_TOO_LARGE, head + maxLength + "x\r\n\r\n");
    refused(SMALL, Violation.HEAD_TOO_LARGE, head + maxLength + "xx\r\n\r\n");
    refused(SMALL, Violation.HEAD_TOO_LARGE, head + maxLength + "xxx\r\n\r\n");
    refused(SMALL, Violation.HEAD_TOO_LARGE, head + maxLength + "xxxx\r\n\r\n");
    refused(SMALL, Violation.HEAD_TOO_LARGE, head + maxLength + "\r\nY: z\r\n\r\n");
    assertEquals(431, Violation.HEAD_TOO_LARGE.status().code());
  }

  @Test
  void endless_head_is_refused_at_the_limit() {
    String head = "GET / HTTP/1.1\r\nHost: a\r\nX: ";
    String endless = head + "x".repeat(200 - head.length());
    refused(SMALL, Violation.HEAD_TOO_LARGE, endless);
    unfinished(SMALL, endless.substring(0, 199));
  }

  @Test
  void empty_lines_count_as_part_of_the_head() {
    String head = HeadAssertions.of("GET / HTTP/1.1");
    String lines = "\r\n".repeat((200 - head.length()) / 2);
    accepted(SMALL, lines + head);
    refused(SMALL, Violation.HEAD_TOO_LARGE, lines + "\r\n\r\n" + head);
    refused(SMALL, Violation.HEAD_TOO_LARGE, "\r\n".repeat(100));
    refused(SMALL, Violation.HEAD_TOO_LARGE, "\r\n".repeat(80) + "GET /" + "a".repeat(40));
  }

  @Test
  void headers_may_be_as_many_as_the_limit() {
    String four = "GET / HTTP/1.1\r\nHost: a\r\nA:\r\nB:\r\nC:\r\n";
    assertEquals(4, accepted(SMALL, four + "\r\n").request().headers().size());
    refused(SMALL, Violation.HEAD_TOO_LARGE, four + "D:\r\n");
    refused(SMALL, Violation.HEAD_TOO_LARGE, four + "A:\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "GET", "GET / HTTP/1.1", "GET / HTTP/1.1\r", "\r"})
  void incomplete_line_is_neither_accepted_nor_refused(String beginning) {
    unfinished(SMALL, beginning);
    unfinished(SMALL, "GET / HTTP/1.1\r\n" + beginning);
    unfinished(SMALL, "GET / HTTP/1.1\r\nHost: a\r\n" + beginning);
    unfinished(SMALL, "\r\n\r\n" + beginning);
  }

  @Test
  void parser_parses_successive_heads() {
    String[] heads = {
      HeadAssertions.of("GET /1 HTTP/1.1"),
      "\r\n" + HeadAssertions.of("GET /2 HTTP/1.0"),
      HeadAssertions.with("Content-Length: 0", "A:", "B:"),
      "GET /" + "x".repeat(19) + " HTTP/1.0\r\nA: " + "y".repeat(140) + "\r\n\r\n",
      HeadAssertions.of("HEAD / HTTP/1.1"),
    };
    Fed[] expected = new Fed[heads.length];
    for (int i = 0; i < heads.length; i++) {
      expected[i] = new Fed(accepted(SMALL, heads[i]), heads[i].length());
    }
    byte[] octets = Splits.octets(String.join("", heads));
    for (int[] ends : Splits.all(octets.length)) {
      RequestParser parser = new RequestParser(SMALL);
      int from = 0;
      for (Fed next : expected) {
        int start = from;
        int[] rest = Arrays.stream(ends).filter(end -> end >= start).toArray();
        assertEquals(next, HeadAssertions.feed(SMALL, parser, octets, from, rest));
        assertFalse(parser.hasBegun());
        from += next.consumed();
      }
    }
  }

  @Test
  void head_has_begun_with_its_first_byte() {
    RequestParser parser = new RequestParser(SMALL);
    assertFalse(parser.hasBegun());
    parser.parse(Splits.part(new byte[0], 0, 0));
    assertFalse(parser.hasBegun());
    parser.parse(Splits.part(Splits.octets("G"), 0, 1));
    assertTrue(parser.hasBegun());
    parser.parse(Splits.part(Splits.octets("GET / HTTP/1.1\r\n"), 0, 16));
    assertTrue(parser.hasBegun());
    parser.parse(Splits.part(Splits.octets("Host: a\r\n\r\n"), 0, 11));
    assertFalse(parser.hasBegun());
  }

  /// A client that sends an extra empty line after a body is idle: it expects no response.
  @Test
  void head_has_not_begun_after_empty_lines() {
    RequestParser parser = new RequestParser(SMALL);
    parser.parse(Splits.part(Splits.octets("\r\n\r\n"), 0, 4));
    assertFalse(parser.hasBegun());
    parser.parse(Splits.part(Splits.octets("\r\nG"), 0, 3));
    assertTrue(parser.hasBegun());
    ByteBuffer in = Splits.part(Splits.octets("GET / HTTP/1.0\r\n\r\n\r\n"), 0, 20);
    assertInstanceOf(Http1Head.class, parser.parse(in));
    assertEquals(RequestParser.Incomplete.INCOMPLETE, parser.parse(in));
    assertFalse(in.hasRemaining());
    assertFalse(parser.hasBegun());
  }
}
