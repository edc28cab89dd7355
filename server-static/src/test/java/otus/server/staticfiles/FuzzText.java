package otus.server.staticfiles;

/// What a fuzzer made up, as the codec would let it through.
public final class FuzzText {
  private FuzzText() {}

  /// A field value: a character for an octet, no control but the tab, no blanks around it
  /// (RFC 9110 §5.5).
  public static String field(byte[] octets) {
    StringBuilder text = new StringBuilder();
    for (byte octet : octets) {
      int c = octet & 0xff;
      if ((c >= ' ' && c != 0x7f) || c == '\t') {
        text.append((char) c);
      }
    }
    int end = text.length();
    while (end > 0 && isBlank(text.charAt(end - 1))) {
      end--;
    }
    int start = 0;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    return text.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
