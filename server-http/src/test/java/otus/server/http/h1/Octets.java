package otus.server.http.h1;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Conversion between bytes and characters in tests.
public final class Octets {
  public static final Charset LATIN_1 = StandardCharsets.ISO_8859_1;

  private Octets() {}

  public static byte[] of(String text) {
    return text.getBytes(LATIN_1);
  }

  /// Returns text in which each number is its own offset: `0000000 0000008 …`.
  static String numbered(int length) {
    StringBuilder text = new StringBuilder(length + 8);
    while (text.length() < length) {
      text.append(String.format("%07d ", text.length()));
    }
    return text.substring(0, length);
  }
}
