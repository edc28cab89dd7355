package otus.server.staticfiles;

import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tells one state of a file from another: if two looks at a name agree in these, the bytes
/// are taken for the same. Immutable.
///
/// Java shows no change time (`ctime`), so a program that rewrites a file in place, in the same
/// length, and then sets the old modification time again goes unnoticed, as with every server that
/// compares size and time. The permissions stand for whether the file may still be read; that its
/// owner, its group or a list of access rights changes goes unnoticed: names of owners are looked
/// up in files or on the network.
///
/// @param size in bytes
/// @param modified the time of the last modification, as fine as the file system keeps it, clamped
///     (see [FileTimes])
/// @param key which file it is (device and inode), or null where the platform does not say
/// @param permissions one bit for each that is given; no part of the entity tag
record FileFacts(long size, Instant modified, @Nullable Object key, int permissions) {
  private static final Duration COARSEST_TICK = Duration.ofSeconds(2);

  static FileFacts of(PosixFileAttributes attributes) {
    int permissions = 0;
    for (PosixFilePermission permission : attributes.permissions()) {
      permissions |= 1 << permission.ordinal();
    }
    return new FileFacts(
        attributes.size(),
        FileTimes.clamp(attributes.lastModifiedTime()),
        attributes.fileKey(),
        permissions);
  }

  /// Whether a look at `now` shows a state that these facts will never stand for again.
  ///
  /// A clock has ticks: a file that is changed twice within one keeps the same time, and if its
  /// size stays too, no look tells the two states apart. Once the tick is over, any later change
  /// gets a later time. Kernels tick in milliseconds, but file systems may keep whole seconds, and
  /// FAT even pairs of them, hence two seconds for all. A time in the future is never settled, nor
  /// is one that was clamped: many times look the same then.
  boolean settledAt(Instant now) {
    return FileTimes.isWritable(modified) && modified.plus(COARSEST_TICK).isBefore(now);
  }

  // By hand, although a record has both: what is made for a record is linked at the first call, and
  // the first call would be in the first request.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileFacts facts
        && size == facts.size
        && permissions == facts.permissions
        && modified.equals(facts.modified)
        && Objects.equals(key, facts.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(size, modified, key, permissions);
  }
}
