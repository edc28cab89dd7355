package otus.server.staticfiles.metadata;

import java.nio.ByteBuffer;

/// The facts about text that the bytes of a file show. Made once for each version of a file, by the
/// thread that opens it. Immutable.
///
/// @param encoding the encoding of the bytes that were read
/// @param control whether there are control characters that text files do not have
/// @param whole whether all bytes of the file were read
/// @param declared whether a browser would find a declaration of the encoding in the bytes, if they
///     are HTML; only for [Encoding#UTF_8]
public record TextFacts(Encoding encoding, boolean control, boolean whole, boolean declared) {

  /// Maximum number of bytes that are read of a file that is not kept in memory.
  public static final int SAMPLE = 64 * 1024;

  /// The facts of bytes that were not read.
  public static final TextFacts UNKNOWN = new TextFacts(Encoding.OTHER, true, false, false);

  /// Encoding of a text.
  public enum Encoding {
    /// There are no bytes.
    EMPTY,
    /// All bytes are ASCII.
    ASCII,
    /// Valid UTF-8 with other characters than ASCII, without a byte order mark.
    UTF_8,
    /// Valid UTF-8 with a byte order mark, by which all browsers recognise it.
    UTF_8_WITH_MARK,
    /// Not UTF-8, or no text.
    OTHER
  }

  private static final long HIGH = 0x8080808080808080L;
  private static final long SPACES = 0x2020202020202020L;
  private static final long ONES = 0x0101010101010101L;
  private static final int DELETE = 0x7f;
  private static final int ESCAPE = 0x1b;

  /// Result for bytes that begin no valid character, and for one that ends after the last byte.
  private static final int INVALID = -1;

  private static final int CUT = 0;

  /// Returns the facts of the bytes between position and limit, which do not move.
  ///
  /// @param whole whether these are all bytes of the file; otherwise the last character may be
  ///     incomplete
  public static TextFacts of(ByteBuffer bytes, boolean whole) {
    int at = bytes.position();
    int end = bytes.limit();
    if (at == end) {
      return new TextFacts(Encoding.EMPTY, false, whole, false);
    }
    boolean ascii = true;
    boolean control = false;
    while (at < end) {
      if (end - at >= Long.BYTES && isPlain(bytes.getLong(at))) {
        at += Long.BYTES;
        continue;
      }
      byte first = bytes.get(at);
      if (first >= 0) {
        control |= isControl(first);
        at++;
        continue;
      }
      int length = length(bytes, at, end);
      if (length == CUT && !whole) {
        break; // says nothing: it may also be a character of another encoding
      }
      if (length <= 0) {
        return new TextFacts(Encoding.OTHER, control, whole, false);
      }
      ascii = false;
      at += length;
    }
    Encoding encoding = ascii ? Encoding.ASCII : hasMark(bytes) ? Encoding.UTF_8_WITH_MARK : null;
    return encoding != null
        ? new TextFacts(encoding, control, whole, false)
        : new TextFacts(Encoding.UTF_8, control, whole, EncodingPrescan.finds(bytes));
  }

  /// Returns whether eight bytes are printable ASCII; most lines of most texts consist of these.
  private static boolean isPlain(long word) {
    return ((word | (word - SPACES) | (word + ONES)) & HIGH) == 0;
  }

  /// Returns whether text files do not have a character, by the rule of `file`: they have the
  /// characters from bell to carriage return, and escape.
  private static boolean isControl(byte c) {
    return c == DELETE || (c < ' ' && c != ESCAPE && (c < '\u0007' || c > '\r'));
  }

  private static boolean hasMark(ByteBuffer bytes) {
    int at = bytes.position();
    return bytes.remaining() >= 3
        && bytes.get(at) == (byte) 0xef
        && bytes.get(at + 1) == (byte) 0xbb
        && bytes.get(at + 2) == (byte) 0xbf;
  }

  /// Returns the length of a character outside of ASCII (RFC 3629 §4), or [#INVALID] or [#CUT].
  private static int length(ByteBuffer bytes, int at, int end) {
    int first = bytes.get(at) & 0xff;
    int length = first < 0xc2 || first > 0xf4 ? INVALID : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    for (int i = 1; i < length; i++) {
      if (at + i == end) {
        return CUT;
      }
      int next = bytes.get(at + i) & 0xff;
      if (next < (i == 1 ? least(first) : 0x80) || next > (i == 1 ? greatest(first) : 0xbf)) {
        return INVALID;
      }
    }
    return length;
  }

  /// Returns the least second byte: no character has a shorter form, too.
  private static int least(int first) {
    return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  }

  /// Returns the greatest second byte: no surrogates, and nothing above U+10FFFF.
  private static int greatest(int first) {
    return first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  }

  /// Returns whether all of the file is text, as `file` and Git decide.
  boolean isText() {
    return whole && !control && encoding != Encoding.OTHER && encoding != Encoding.EMPTY;
  }
}
