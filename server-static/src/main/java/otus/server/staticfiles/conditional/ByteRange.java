package otus.server.staticfiles.conditional;

/// Some bytes of a representation, at least one.
///
/// @param first the position of the first byte
/// @param last the position of the last byte, which is part of the range
public record ByteRange(long first, long last) {

  /// Refuses what is no range.
  public ByteRange {
    if (first < 0 || last < first || last == Long.MAX_VALUE) {
      throw new IllegalArgumentException("not a range: " + first + "-" + last);
    }
  }

  public long length() {
    return last - first + 1;
  }

  /// Whether no more than `gap` bytes lie between this range and the other.
  boolean isNear(ByteRange other, long gap) {
    return first <= other.last + 1 + gap && other.first <= last + 1 + gap;
  }

  /// The smallest range with all of both.
  ByteRange and(ByteRange other) {
    return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
  }

  /// The value of `Content-Range` (RFC 9110 §14.4).
  public String contentRange(long size) {
    return "bytes " + first + '-' + last + '/' + size;
  }
}
