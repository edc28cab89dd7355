package otus.server.http.h1.codec;

import java.nio.ByteBuffer;

/// Finds the end of the first line of a buffer. Keeps the position that it has reached, so that no
/// byte is scanned twice, even if the line arrives byte by byte. Owned by one parser.
final class LineScanner {
  /// The line has not ended yet.
  static final int INCOMPLETE = -1;

  /// The line is longer than the limit.
  static final int TOO_LONG = -2;

  /// The line ends with LF alone. A recipient MAY accept that as the end of a line (RFC 9112 §2.2),
  /// but if two recipients differ, a request can be smuggled.
  static final int BARE_LF = -3;

  private int scanned;

  /// Measures the line that begins at the position of `in`, and leaves the position unchanged.
  ///
  /// @param in a heap buffer; if the last call returned [#INCOMPLETE], it begins with the same
  ///     bytes
  /// @param limit the maximum length of a line in bytes, with its CRLF
  /// @return the length of the line without its CRLF, or one of the constants
  int scan(ByteBuffer in, int limit) {
    byte[] octets = in.array();
    int start = in.arrayOffset() + in.position();
    int end = start + Math.min(in.remaining(), limit);
    for (int i = start + scanned; i < end; i++) {
      if (octets[i] == '\n') {
        scanned = 0;
        return i > start && octets[i - 1] == '\r' ? i - start - 1 : BARE_LF;
      }
    }
    scanned = end - start;
    return scanned == limit ? TOO_LONG : INCOMPLETE;
  }
}
