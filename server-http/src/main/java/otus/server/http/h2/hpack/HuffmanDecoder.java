package otus.server.http.h2.hpack;

import java.util.Arrays;

/// Decodes strings of the Huffman code (RFC 7541 §5.2) into its own buffer. Owned by one loop and
/// used by the decoders of its connections.
public final class HuffmanDecoder {
  /// The number of bits that one step looks up. The longer codes are those of rare octets.
  private static final int LOOKUP = 10;

  private static final int LENGTH_BITS = 4;

  /// By the next bits: the symbol and, in the low bits, the length of its code; 0 for a longer one.
  private static final short[] TABLE = new short[1 << LOOKUP];

  static {
    for (int symbol = 0; symbol < HuffmanCode.EOS; symbol++) {
      int length = HuffmanCode.length(symbol);
      if (length <= LOOKUP) {
        int from = HuffmanCode.code(symbol) << (LOOKUP - length);
        int to = from + (1 << (LOOKUP - length));
        Arrays.fill(TABLE, from, to, (short) (symbol << LENGTH_BITS | length));
      }
    }
  }

  private byte[] octets = new byte[1024];

  /// Creates a decoder.
  public HuffmanDecoder() {}

  /// Returns the buffer with the last result. The caller does not change it.
  byte[] octets() {
    return octets;
  }

  /// Decodes a string.
  ///
  /// @return the number of octets in [#octets], or -1 if the string contains EOS, or its padding is
  ///     not a prefix of EOS with less than 8 bits
  int decode(byte[] in, int from, int to) {
    int most = (to - from) * Byte.SIZE / HuffmanCode.MIN_LENGTH;
    if (most > octets.length) {
      octets = new byte[most];
    }
    byte[] out = octets;
    int at = from;
    int length = 0;
    long bits = 0; // the low `count` bits are not decoded yet
    int count = 0;
    while (true) {
      while (count < HuffmanCode.MAX_LENGTH && at < to) {
        bits = bits << Byte.SIZE | (in[at++] & 0xff);
        count += Byte.SIZE;
      }
      // At the end, ones follow: those of the padding, and as many as needed.
      int next =
          (int) (count >= LOOKUP ? bits >>> (count - LOOKUP) : ~(~bits << (LOOKUP - count)))
              & ((1 << LOOKUP) - 1);
      int entry = TABLE[next];
      int taken = entry & ((1 << LENGTH_BITS) - 1);
      int symbol = entry >> LENGTH_BITS;
      if (entry == 0) {
        taken = longLength(bits, count);
        symbol = taken > count ? 0 : HuffmanCode.symbol(top(bits, count, taken), taken);
      }
      if (taken > count) {
        return isPadding(bits, count) ? length : -1;
      }
      if (symbol == HuffmanCode.EOS) {
        return -1;
      }
      out[length++] = (byte) symbol;
      count -= taken;
    }
  }

  /// Returns the length of the long code at the top of the bits, or a number larger than `count`.
  private static int longLength(long bits, int count) {
    int length = LOOKUP + 1;
    while (length <= count && HuffmanCode.symbol(top(bits, count, length), length) < 0) {
      length++;
    }
    return length;
  }

  private static int top(long bits, int count, int length) {
    return (int) (bits >>> (count - length)) & ((1 << length) - 1);
  }

  private static boolean isPadding(long bits, int count) {
    int ones = (1 << count) - 1;
    return count < Byte.SIZE && (bits & ones) == ones;
  }
}
