package otus.server.staticfiles.conditional;

/// A range of bytes of a representation, at least one. Immutable.
///
/// @param first position of the first byte
/// @param last position of the last byte, inclusive
public record ByteRange(long first, long last) {

  /// @throws IllegalArgumentException if `first` is negative, or `last` is before `first` or is
  ///     `Long.MAX_VALUE`
  public ByteRange {
    if (first < 0 || last < first || last == Long.MAX_VALUE) {
      throw new IllegalArgumentException("not a range: " + first + "-" + last);
    }
  }

  public long length() {
    return last - first + 1;
  }

  /// Returns whether at most `gap` bytes lie between this range and the other.
  boolean isNear(ByteRange other, long gap) {
    return first <= other.last + 1 + gap && other.first <= last + 1 + gap;
  }

  /// Returns the smallest range that contains both.
  ByteRange and(ByteRange other) {
    return new ByteRange(Math.min(first, other.first), Math.max(last, other.last));
  }

  /// Returns the value of `Content-Range` (RFC 9110 §14.4).
  public String contentRange(long size) {
    return "bytes " + first + '-' + last + '/' + size;
  }
}
