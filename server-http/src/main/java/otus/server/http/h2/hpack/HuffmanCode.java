package otus.server.http.h2.hpack;

/// The Huffman code of RFC 7541 Appendix B. Pure.
///
/// The code is canonical: codes of the same length are consecutive numbers in the order of their
/// symbols, and the first of each length follows from the shorter ones. So the lengths define it.
final class HuffmanCode {
  /// The symbol for the end of a string, which never occurs in one (RFC 7541 §5.2).
  static final int EOS = 256;

  static final int MIN_LENGTH = 5;
  static final int MAX_LENGTH = 30;

  /// The lengths of the codes of all symbols: `a` for 5 bits to `z` for 30.
  private static final String LENGTHS =
      "isxxxxxxxtzxxzxxxxxxxxzxxxxxxxxxbffhibdgffdgdbbbaaabbbbbbbcdkbhf"
          + "ibccccccccccccccccccccccdcdioijbkabababbbaccbbbabcbaabccccckgjix"
          + "prpprrrsrssssststtrstssssqrsrsstrqprrssqsrrtqrssqqrqsrssprrrsrrs"
          + "vvporsruvvvwwvtuoqvwwvwtqqvvxwwwptpqrqqsrruuttvsvwvvwwwwwxwwwwwvz";

  /// The codes, by symbol.
  private static final int[] CODES = new int[EOS + 1];

  /// The first code of each length.
  private static final int[] FIRST = new int[MAX_LENGTH + 1];

  /// The index in [#SORTED] of the first code of each length, and the number of symbols at the end.
  private static final int[] OFFSET = new int[MAX_LENGTH + 2];

  /// The symbols in the order of their codes.
  private static final short[] SORTED = new short[EOS + 1];

  static {
    int code = 0;
    int sorted = 0;
    for (int length = MIN_LENGTH; length <= MAX_LENGTH; length++) {
      code <<= 1;
      FIRST[length] = code;
      OFFSET[length] = sorted;
      for (int symbol = 0; symbol <= EOS; symbol++) {
        if (length(symbol) == length) {
          CODES[symbol] = code++;
          SORTED[sorted++] = (short) symbol;
        }
      }
    }
    OFFSET[MAX_LENGTH + 1] = sorted;
  }

  private HuffmanCode() {}

  /// Returns the length of the code of a symbol in bits.
  static int length(int symbol) {
    return LENGTHS.charAt(symbol) - 'a' + MIN_LENGTH;
  }

  /// Returns the code of a symbol, in the low bits.
  static int code(int symbol) {
    return CODES[symbol];
  }

  /// Returns the symbol of a code, or -1 if there is no code of this length and these bits.
  static int symbol(int code, int length) {
    int index = code - FIRST[length] + OFFSET[length];
    return index >= OFFSET[length] && index < OFFSET[length + 1] ? SORTED[index] : -1;
  }

  /// Returns the number of octets of an encoded text of ISO 8859-1.
  static int encodedLength(String text) {
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      bits += length(text.charAt(i));
    }
    return (bits + Byte.SIZE - 1) / Byte.SIZE;
  }

  /// Encodes a text of ISO 8859-1.
  ///
  /// @return the offset after the encoded text
  static int encode(String text, byte[] out, int from) {
    long bits = 0; // the low `count` bits are not written yet
    int count = 0;
    int at = from;
    for (int i = 0; i < text.length(); i++) {
      int symbol = text.charAt(i);
      bits = bits << length(symbol) | CODES[symbol];
      count += length(symbol);
      while (count >= Byte.SIZE) {
        count -= Byte.SIZE;
        out[at++] = (byte) (bits >>> count);
      }
    }
    if (count > 0) {
      int padding = Byte.SIZE - count;
      out[at++] = (byte) (bits << padding | (1 << padding) - 1); // a prefix of EOS
    }
    return at;
  }
}
