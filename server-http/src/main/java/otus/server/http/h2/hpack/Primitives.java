package otus.server.http.h2.hpack;

/// Writes integers and strings (RFC 7541 §5) into arrays with enough room. Pure.
final class Primitives {
  /// The maximum length of an integer in bytes.
  static final int MAX_INTEGER = 6;

  private static final int HUFFMAN = 0x80;

  private Primitives() {}

  /// Writes an integer.
  ///
  /// @param pattern the bits before the prefix
  /// @param prefix the number of bits of the prefix
  /// @return the offset after the integer
  static int integer(byte[] out, int from, int pattern, int prefix, int value) {
    int most = (1 << prefix) - 1;
    if (value < most) {
      out[from] = (byte) (pattern | value);
      return from + 1;
    }
    int at = from;
    out[at++] = (byte) (pattern | most);
    int rest = value - most;
    while (rest >= 0x80) {
      out[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    out[at++] = (byte) rest;
    return at;
  }

  /// Writes a string of ISO 8859-1 without the Huffman code.
  ///
  /// @return the offset after the string
  @SuppressWarnings("deprecation") // for other character sets; the fast way for this one
  static int text(byte[] out, int from, String text) {
    int at = integer(out, from, 0, 7, text.length());
    text.getBytes(0, text.length(), out, at);
    return at + text.length();
  }

  /// Writes a string of ISO 8859-1, with the Huffman code if that is shorter.
  ///
  /// @return the offset after the string
  static int shortest(byte[] out, int from, String text) {
    int length = HuffmanCode.encodedLength(text);
    if (length >= text.length()) {
      return text(out, from, text);
    }
    int at = integer(out, from, HUFFMAN, 7, length);
    return HuffmanCode.encode(text, out, at);
  }
}
