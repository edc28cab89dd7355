package otus.server.staticfiles.version;

import java.nio.file.attribute.FileTime;
import java.time.Instant;

/// The range of modification times that the server handles. Pure.
///
/// A file system may keep any 64-bit number of seconds. Times outside of the years 1 to 9999 cannot
/// be expressed in an HTTP-date (RFC 9110 §5.6.7), in the dates of listings, or in Java's
/// arithmetic; they are clamped to the nearest limit, which stands for "unknown".
public final class FileTimes {
  public static final Instant EARLIEST =
      Instant.ofEpochSecond(-62_135_596_800L); // 0001-01-01T00:00:00Z
  public static final Instant LATEST = Instant.ofEpochSecond(253_402_300_799L, 999_999_999);

  private FileTimes() {}

  /// Returns the time, or the nearest limit.
  public static Instant clamp(FileTime time) {
    return clamp(time.toInstant());
  }

  /// Returns the time, or the nearest limit.
  public static Instant clamp(Instant instant) {
    if (instant.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    return instant.isAfter(LATEST) ? LATEST : instant;
  }

  /// Returns whether a clamped time can be sent. A limit cannot: the time that it stands for is
  /// unknown.
  public static boolean isWritable(Instant clamped) {
    return clamped.isAfter(EARLIEST) && clamped.isBefore(LATEST);
  }
}
