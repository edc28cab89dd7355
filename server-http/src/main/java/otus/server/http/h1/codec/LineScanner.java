package otus.server.http.h1.codec;

import java.nio.ByteBuffer;

/// Finds the end of the line a buffer begins with, and remembers how far it looked, so that no
/// octet is looked at twice however slowly it arrives. Owned by one parser.
final class LineScanner {
  /// The line has not ended yet.
  static final int INCOMPLETE = -1;

  /// The line is longer than the limit.
  static final int TOO_LONG = -2;

  /// The line ends with LF alone: a recipient *may* take it for an end (RFC 9112 §2.2), but where
  /// two recipients differ, a request can be hidden.
  static final int BARE_LF = -3;

  private int scanned;

  /// The length of the line that begins at the position of `in`, without its CRLF, or one of the
  /// constants. The position stays.
  ///
  /// @param in a heap buffer that begins with the same octets as in the last call, if that returned
  ///     [#INCOMPLETE], and some more
  /// @param limit the most octets of a line, CRLF included
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
