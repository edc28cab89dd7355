package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import otus.server.http.config.RequestLimits;
import otus.server.http.syntax.Violation;

/// Parses a head in every split, and asserts that the result is always the same.
final class HeadAssertions {
  static final RequestLimits LIMITS = RequestLimits.defaults();

  private static final List<String> TRAILING =
      List.of("", "\r\n", "x", "\n\0\r ", "GET / HTTP/1.1\r\n\r\n");

  private HeadAssertions() {}

  /// The result of parsing a head.
  ///
  /// @param parsed the last result of the parser
  /// @param consumed the number of bytes consumed
  record Fed(RequestParser.Result parsed, int consumed) {}

  /// Parses a complete head, and asserts that its bytes are consumed and none after it.
  static Http1Head accepted(String head) {
    return accepted(LIMITS, head);
  }

  static Http1Head accepted(RequestLimits limits, String head) {
    Fed whole = feed(limits, Splits.octets(head), new int[] {head.length()});
    Http1Head message = assertInstanceOf(Http1Head.class, whole.parsed(), head);
    for (String trailing : TRAILING) {
      byte[] octets = Splits.octets(head + trailing);
      for (int[] ends : Splits.all(octets.length)) {
        Fed fed = feed(limits, octets, ends);
        assertEquals(new Fed(message, head.length()), fed, () -> describe(head + trailing, ends));
      }
    }
    return message;
  }

  static void refused(Violation expected, String head) {
    refused(LIMITS, expected, head);
  }

  static void refused(RequestLimits limits, Violation expected, String head) {
    for (String trailing : TRAILING) {
      byte[] octets = Splits.octets(head + trailing);
      for (int[] ends : Splits.all(octets.length)) {
        Fed fed = feed(limits, octets, ends);
        assertEquals(new Refused(expected), fed.parsed(), () -> describe(head + trailing, ends));
      }
    }
  }

  /// Asserts that the beginning of a head is neither accepted nor refused.
  static void unfinished(RequestLimits limits, String beginning) {
    byte[] octets = Splits.octets(beginning);
    for (int[] ends : Splits.all(octets.length)) {
      Fed fed = feed(limits, octets, ends);
      assertEquals(
          RequestParser.Incomplete.INCOMPLETE, fed.parsed(), () -> describe(beginning, ends));
    }
  }

  /// Returns a head with a request line and the headers that it needs.
  static String of(String requestLine) {
    return requestLine + "\r\nHost: a\r\n\r\n";
  }

  /// Returns a head with these headers and a Host.
  static String with(String... headerLines) {
    return "POST /a HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", headerLines) + "\r\n\r\n";
  }

  private static Fed feed(RequestLimits limits, byte[] octets, int[] ends) {
    return feed(limits, new RequestParser(limits), octets, 0, ends);
  }

  /// Feeds a parser as a connection does: bytes that it does not consume are passed again.
  static Fed feed(RequestLimits limits, RequestParser parser, byte[] octets, int from, int[] ends) {
    int consumed = from;
    for (int end : ends) {
      var in = Splits.part(octets, consumed, end);
      int before = in.remaining();
      RequestParser.Result parsed = parser.parse(in);
      consumed += before - in.remaining();
      if (parsed != RequestParser.Incomplete.INCOMPLETE) {
        return new Fed(parsed, consumed - from);
      }
      String left = Splits.text(Arrays.copyOfRange(octets, consumed, end));
      assertEquals(-1, left.indexOf('\n'), "a whole line was left");
      assertTrue(consumed == from || octets[consumed - 1] == '\n', "half a line was consumed");
      assertTrue(end - from < limits.maxHeadSize(), "more is held than a head may have");
    }
    return new Fed(RequestParser.Incomplete.INCOMPLETE, consumed - from);
  }

  private static String describe(String text, int[] ends) {
    String cut = ends.length > 2 ? "byte by byte" : "cut at " + Arrays.toString(ends);
    return cut + ": " + text.replace("\r", "\\r").replace("\n", "\\n");
  }
}
