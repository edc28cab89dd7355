package otus.server.app.accesslog;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of one line, reused for the next. Text of clients is escaped, so that no request can
/// forge a line or a field. Confined to one loop.
final class LineBuffer {
  private static final int SIZE = 1024;

  /// A larger buffer, for a line with a long target, is not kept.
  private static final int MAX_KEPT = 64 * 1024;

  private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

  /// The bytes that a quoted field of the Combined Log Format has as they are.
  private static final boolean[] PLAIN = plain();

  private static final long[] POWERS = powers();

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private byte[] bytes = new byte[SIZE];
  private int length;

  private static boolean[] plain() {
    boolean[] plain = new boolean[256];
    Arrays.fill(plain, ' ', 0x7f, true);
    plain['"'] = false;
    plain['\\'] = false;
    return plain;
  }

  private static long[] powers() {
    long[] powers = new long[19];
    powers[0] = 1;
    for (int i = 1; i < powers.length; i++) {
      powers[i] = 10 * powers[i - 1];
    }
    return powers;
  }

  /// The array with the line, from its first byte.
  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  LineBuffer clear() {
    length = 0;
    if (bytes.length > MAX_KEPT) {
      bytes = new byte[SIZE];
    }
    return this;
  }

  private void reserve(int more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  LineBuffer add(char ascii) {
    reserve(1);
    bytes[length++] = (byte) ascii;
    return this;
  }

  /// Adds text of this program: ASCII, not escaped.
  LineBuffer add(String ascii) {
    int count = ascii.length();
    reserve(count);
    copy(ascii);
    length += count;
    return this;
  }

  /// Copies the low bytes of the characters behind the line. The only method of the JDK that does
  /// it without an object is deprecated, because it is wrong for other characters.
  @SuppressWarnings("deprecation")
  private void copy(String text) {
    text.getBytes(0, text.length(), bytes, length);
  }

  /// Adds text of the head of a request, which has one character for each octet, as [#escaped].
  LineBuffer octets(String text) {
    return plain(text) ? this : escaped(text);
  }

  /// Adds the inside of a JSON string with text of the head of a request, which has one character
  /// for each octet. Octets that are valid UTF-8 as a whole are its characters; otherwise, each is
  /// one character.
  LineBuffer jsonOctets(String text) {
    return plain(text) ? this : json(decoded(text));
  }

  private static String decoded(String octets) {
    byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return octets;
    }
  }

  /// Adds text if each of its octets is plain, as it usually is.
  ///
  /// @return whether it was added
  private boolean plain(String text) {
    int count = text.length();
    reserve(count);
    copy(text);
    int end = length + count;
    int i = length;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      if (!isPlain((long) LONGS.get(bytes, i))) {
        return false;
      }
    }
    for (; i < end; i++) {
      if (!PLAIN[bytes[i] & 0xff]) {
        return false;
      }
    }
    length = end;
    return true;
  }

  /// Returns whether each of eight bytes is plain. See "Bit Twiddling Hacks" by Sean Anderson,
  /// under "Determine if a word has a byte less than n", and "a zero byte".
  private static boolean isPlain(long word) {
    long control = (word - ' ' * ONES) & ~word;
    long special = zero(word ^ '"' * ONES) | zero(word ^ '\\' * ONES) | zero(word ^ 0x7f * ONES);
    return ((word | control | special) & HIGH_BITS) == 0;
  }

  private static long zero(long word) {
    return (word - ONES) & ~word;
  }

  LineBuffer add(byte[] ascii) {
    reserve(ascii.length);
    System.arraycopy(ascii, 0, bytes, length, ascii.length);
    length += ascii.length;
    return this;
  }

  /// Adds a number, which is not negative, in decimal.
  LineBuffer number(long value) {
    int digits = 1;
    while (digits < POWERS.length && value >= POWERS[digits]) {
      digits++;
    }
    return digits(value, digits);
  }

  /// Adds the last digits of a number, with leading zeros.
  LineBuffer digits(long value, int digits) {
    reserve(digits);
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /// Adds a field of the Combined Log Format: quotes, backslashes, control characters and all bytes
  /// beyond ASCII as `\xHH`. Text with characters that are not bytes is encoded in UTF-8 first.
  LineBuffer escaped(String text) {
    int count = text.length();
    reserve(4 * count);
    int start = length;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c > 0xff) {
        length = start;
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return escaped(new String(encoded, StandardCharsets.ISO_8859_1));
      }
      if (PLAIN[c]) {
        bytes[length++] = (byte) c;
      } else {
        hex('x', c, 2);
      }
    }
    return this;
  }

  /// Adds a field that ends at the next blank: blanks are escaped, too.
  LineBuffer word(String text) {
    return text.indexOf(' ') < 0 ? escaped(text) : spaced(text);
  }

  private LineBuffer spaced(String text) {
    String rest = text;
    for (int blank = rest.indexOf(' '); blank >= 0; blank = rest.indexOf(' ')) {
      escaped(rest.substring(0, blank)).add("\\x20");
      rest = rest.substring(blank + 1);
    }
    return escaped(rest);
  }

  /// Adds the inside of a JSON string, in ASCII (RFC 8259 §7).
  LineBuffer json(String text) {
    int count = text.length();
    reserve(6 * count);
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c < 0x80 && PLAIN[c]) {
        bytes[length++] = (byte) c;
      } else if (c == '"' || c == '\\') {
        bytes[length++] = '\\';
        bytes[length++] = (byte) c;
      } else {
        hex('u', c, 4);
      }
    }
    return this;
  }

  private void hex(char kind, char c, int digits) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) kind;
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      bytes[length++] = HEX[c >> shift & 0xf];
    }
  }
}
