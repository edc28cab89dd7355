package otus.server.http.h1.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.syntax.HttpChars;
import otus.server.http.syntax.Violation;

/// Parses one header line or trailer line (RFC 9112 §5). Pure.
final class HeaderLine {
  private HeaderLine() {}

  /// Parses a line and adds its header to `fields`.
  ///
  /// @param from the index of the first byte
  /// @param to the index of its CRLF
  /// @return the violation, or null if the line is valid
  static @Nullable Violation parse(byte[] octets, int from, int to, Headers.Builder fields) {
    int colon = from;
    while (colon < to && HttpChars.isToken(octets[colon])) {
      colon++;
    }
    if (colon == to || octets[colon] != ':' || colon == from) {
      return malformedName(octets, from, to, colon);
    }
    int start = colon + 1;
    int end = to;
    while (start < end && HttpChars.isBlank(octets[start])) {
      start++;
    }
    while (end > start && HttpChars.isBlank(octets[end - 1])) {
      end--;
    }
    for (int i = start; i < end; i++) {
      if (!HttpChars.isFieldContent(octets[i])) {
        return octets[i] == '\r' ? Violation.BAD_LINE_END : Violation.BAD_HEADER;
      }
    }
    fields.add(text(octets, from, colon), text(octets, start, end));
    return null;
  }

  private static Violation malformedName(byte[] octets, int from, int to, int stop) {
    if (HttpChars.isBlank(octets[from])) {
      // RFC 9112 §5.2: a server rejects obs-fold in a request. The same holds for white space
      // before the first header (§2.2).
      return Violation.FOLDED_HEADER;
    }
    if (stop < to && HttpChars.isBlank(octets[stop])) {
      // RFC 9112 §5.1: "A server MUST reject … any received request message that contains
      // whitespace between a header field name and colon".
      return Violation.SPACE_BEFORE_COLON;
    }
    return Violation.BAD_HEADER;
  }

  private static String text(byte[] octets, int from, int to) {
    return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
