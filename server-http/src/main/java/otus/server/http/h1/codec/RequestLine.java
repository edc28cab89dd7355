package otus.server.http.h1.codec;

import java.nio.charset.StandardCharsets;
import otus.server.api.Method;
import otus.server.http.syntax.HttpChars;
import otus.server.http.syntax.TargetParser;
import otus.server.http.syntax.Violation;

/// A request line (RFC 9112 §3).
///
/// @param method any token
/// @param target the target as sent; visible characters only
/// @param parsed the decoded target, or the rule that it breaks
/// @param http11 whether the minor version is 1 or more
record RequestLine(Method method, String target, TargetParser.Result parsed, boolean http11)
    implements RequestParser.LineResult {
  private static final int VERSION_LENGTH = "HTTP/1.1".length();

  /// Splits a line at its two spaces. Other separators are refused, since recipients could split
  /// the line differently.
  static RequestParser.LineResult parse(byte[] octets, int from, int to, int maxTarget) {
    int methodEnd = from;
    while (methodEnd < to && HttpChars.isToken(octets[methodEnd])) {
      methodEnd++;
    }
    if (methodEnd == from || methodEnd == to || octets[methodEnd] != ' ') {
      return new Refused(Violation.BAD_REQUEST_LINE);
    }
    int start = methodEnd + 1;
    int targetEnd = start;
    while (targetEnd < to && HttpChars.isTarget(octets[targetEnd])) {
      targetEnd++;
    }
    if (targetEnd == start || targetEnd == to || octets[targetEnd] != ' ') {
      boolean badCharacter = targetEnd < to && octets[targetEnd] != ' ';
      return new Refused(badCharacter ? Violation.BAD_TARGET : Violation.BAD_REQUEST_LINE);
    }
    if (targetEnd - start > maxTarget) {
      return new Refused(Violation.TARGET_TOO_LONG);
    }
    int version = targetEnd + 1;
    if (!isVersion(octets, version, to)) {
      return new Refused(Violation.BAD_VERSION);
    }
    if (octets[version + 5] != '1') {
      return new Refused(Violation.UNKNOWN_VERSION);
    }
    // RFC 9110 §2.5: a higher minor version is processed as the highest one that is supported.
    Method method = Method.of(text(octets, from, methodEnd));
    String target = text(octets, start, targetEnd);
    TargetParser.Result parsed = TargetParser.parse(method, target);
    return new RequestLine(method, target, parsed, octets[version + 7] != '0');
  }

  /// Returns whether the bytes are `HTTP/` digit `.` digit, in upper case (RFC 9112 §2.3).
  private static boolean isVersion(byte[] octets, int from, int to) {
    return to - from == VERSION_LENGTH
        && octets[from] == 'H'
        && octets[from + 1] == 'T'
        && octets[from + 2] == 'T'
        && octets[from + 3] == 'P'
        && octets[from + 4] == '/'
        && HttpChars.isDigit(octets[from + 5])
        && octets[from + 6] == '.'
        && HttpChars.isDigit(octets[from + 7]);
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
