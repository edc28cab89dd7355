package otus.server.api.fields;

import java.nio.charset.StandardCharsets;

/// Percent-encoding for URIs (RFC 3986 §2.1), with upper-case digits. Pure; any thread.
///
/// Text is encoded as UTF-8. An unpaired surrogate from U+DC80 to U+DCFF stands for one octet, as
/// in [otus.server.api.UrlPath]; any other unpaired surrogate becomes a question mark.
public final class PercentEncoding {
  private static final String UNRESERVED = "-._~";
  private static final String SEGMENT = UNRESERVED + "!$&'()*+,;=:@";
  private static final String PATH = SEGMENT + "/%";
  private static final String QUERY = PATH + "?";
  private static final String HEX = "0123456789ABCDEF";

  private PercentEncoding() {}

  /// Encodes text for any part of a URI, such as a value in a query or one segment of a link. Only
  /// letters, digits and `-._~` stay as they are.
  ///
  /// @param text the text
  /// @return the encoded text
  public static String component(String text) {
    return encoded(text, UNRESERVED);
  }

  /// Encodes one segment of a path. Characters that a segment may contain stay as they are (RFC
  /// 3986 §3.3), so a reader recognizes the path.
  ///
  /// @param text the decoded segment
  /// @return the encoded segment
  public static String segment(String text) {
    return encoded(text, SEGMENT);
  }

  /// Completes the encoding of a path as it was sent: what is encoded stays, and octets that a path
  /// cannot contain (RFC 3986 §3.3) are encoded.
  ///
  /// @param rawPath the path as sent, each character for one octet
  /// @return the path, encoded completely
  public static String completePath(String rawPath) {
    return completed(rawPath, PATH);
  }

  /// Completes the encoding of a query as it was sent: what is encoded stays, and octets that a
  /// query cannot contain (RFC 3986 §3.4) are encoded.
  ///
  /// @param rawQuery the query as sent, each character for one octet
  /// @return the query, encoded completely
  public static String completeQuery(String rawQuery) {
    return completed(rawQuery, QUERY);
  }

  private static String completed(String raw, String unescaped) {
    StringBuilder to = new StringBuilder(raw.length());
    append(to, raw.getBytes(StandardCharsets.ISO_8859_1), unescaped);
    return to.toString();
  }

  private static String encoded(String text, String unescaped) {
    StringBuilder to = new StringBuilder(text.length());
    int point;
    for (int i = 0; i < text.length(); i += Character.charCount(point)) {
      point = text.codePointAt(i);
      if (point < 0x80 || (point >= 0xdc80 && point <= 0xdcff)) {
        append(to, (byte) point, unescaped); // one octet: ASCII or invalid UTF-8
      } else {
        append(to, Character.toString(point).getBytes(StandardCharsets.UTF_8), unescaped);
      }
    }
    return to.toString();
  }

  private static void append(StringBuilder to, byte[] octets, String unescaped) {
    for (byte octet : octets) {
      append(to, octet, unescaped);
    }
  }

  private static void append(StringBuilder to, byte octet, String unescaped) {
    char c = (char) (octet & 0xff);
    if (Chars.isAlphanumeric(c) || unescaped.indexOf(c) >= 0) {
      to.append(c);
    } else {
      to.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
    }
  }
}
