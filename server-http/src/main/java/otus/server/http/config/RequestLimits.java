package otus.server.http.config;

/// The maximum sizes of a request, validated on creation. Immutable.
///
/// @param maxTargetSize maximum length of the request target in bytes; beyond it 414
/// @param maxHeadSize maximum length of the request head in bytes, including the request line;
///     beyond it 431
/// @param maxHeaders maximum number of headers; beyond it 431
/// @param maxBodySize maximum length of the request body in bytes; beyond it 413
public record RequestLimits(int maxTargetSize, int maxHeadSize, int maxHeaders, long maxBodySize) {

  /// Creates limits.
  ///
  /// @throws IllegalArgumentException if `maxTargetSize` or `maxHeaders` is less than 1,
  ///     `maxHeadSize` less than `maxTargetSize`, or `maxBodySize` negative
  public RequestLimits {
    atLeast("maxTargetSize", maxTargetSize, 1);
    atLeast("maxHeadSize", maxHeadSize, maxTargetSize);
    atLeast("maxHeaders", maxHeaders, 1);
    atLeast("maxBodySize", maxBodySize, 0);
  }

  /// Returns the default limits: 8 KiB for the target, 32 KiB for the head, 100 headers, 1 GiB for
  /// the body.
  ///
  /// @return the default limits
  public static RequestLimits defaults() {
    return new RequestLimits(8 * 1024, 32 * 1024, 100, 1L << 30);
  }

  /// Returns these limits with another maximum length of the request target.
  ///
  /// @param maxTargetSize 1 to `maxHeadSize`, in bytes
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public RequestLimits withMaxTargetSize(int maxTargetSize) {
    return new RequestLimits(maxTargetSize, maxHeadSize, maxHeaders, maxBodySize);
  }

  /// Returns these limits with another maximum length of the request head.
  ///
  /// @param maxHeadSize at least `maxTargetSize`, in bytes
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public RequestLimits withMaxHeadSize(int maxHeadSize) {
    return new RequestLimits(maxTargetSize, maxHeadSize, maxHeaders, maxBodySize);
  }

  /// Returns these limits with another maximum number of headers.
  ///
  /// @param maxHeaders at least 1
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public RequestLimits withMaxHeaders(int maxHeaders) {
    return new RequestLimits(maxTargetSize, maxHeadSize, maxHeaders, maxBodySize);
  }

  /// Returns these limits with another maximum length of the request body.
  ///
  /// @param maxBodySize at least 0, in bytes
  /// @return the other limits
  /// @throws IllegalArgumentException if the value is out of range
  public RequestLimits withMaxBodySize(long maxBodySize) {
    return new RequestLimits(maxTargetSize, maxHeadSize, maxHeaders, maxBodySize);
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " is less than " + least + ": " + value);
    }
  }
}
