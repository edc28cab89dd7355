package otus.server.staticfiles.version;

import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tells one state of a file from another: if two looks at a name agree in these, the bytes
/// are taken for the same. Immutable.
///
/// The change time shows also what sets the old modification time again after a change. Where the
/// system does not tell it, such a change in place and of the same length goes unnoticed. The
/// permissions stand for whether the file may still be read.
///
/// @param size in bytes
/// @param modified the time of the last modification, as fine as the file system keeps it, clamped
///     (see [FileTimes])
/// @param key which file it is (device and inode), or null where the platform does not say
/// @param permissions one bit for each that is given
/// @param changed the change time (`ctime`), or null where the system does not tell it
public record FileFacts(
    long size, Instant modified, @Nullable Object key, int permissions, @Nullable Instant changed) {
  private static final Duration MAX_TICK = Duration.ofSeconds(2);

  /// The clock of a kernel ticks at least a hundred times a second; twice that.
  private static final Duration KERNEL_TICK = Duration.ofMillis(20);

  /// The state of a file whose change time is not known.
  public FileFacts(long size, Instant modified, @Nullable Object key, int permissions) {
    this(size, modified, key, permissions, null);
  }

  public static FileFacts of(PosixFileAttributes attributes, @Nullable Instant changed) {
    int permissions = 0;
    for (PosixFilePermission permission : attributes.permissions()) {
      permissions |= 1 << permission.ordinal();
    }
    return new FileFacts(
        attributes.size(),
        FileTimes.clamp(attributes.lastModifiedTime()),
        attributes.fileKey(),
        permissions,
        changed);
  }

  /// Whether a look at `now` shows a state that these facts will never stand for again.
  ///
  /// A clock has ticks: a file that is changed twice within one keeps the same time, and if its
  /// size stays too, no look tells the two states apart. Once the tick is over, any later change
  /// gets a later time. Kernels tick in milliseconds, but file systems may keep whole seconds, and
  /// FAT even pairs of them, and a program that writes many bytes by one call, or to memory, gives
  /// them the time of the first; hence two seconds for all. A time that was clamped is never
  /// settled: many times look the same then.
  public boolean isStableAt(Instant now) {
    return FileTimes.isWritable(modified)
        && Duration.between(lastChange(now), now).compareTo(MAX_TICK) > 0;
  }

  /// How long after `now` a later change of the file will show in these facts; zero or less if it
  /// does already. This is [#isStableAt] for those who can wait: one tick of the clock that this
  /// file system keeps.
  public Duration untilStable(Instant now) {
    Instant last = lastChange(now);
    return Duration.between(now, last).plus(last.getNano() == 0 ? MAX_TICK : KERNEL_TICK);
  }

  /// A change time in the future comes from another clock than `now`.
  private Instant lastChange(Instant now) {
    return changed != null && !changed.isAfter(now) ? changed : modified;
  }

  // By hand, although a record has both: what is made for a record is linked at the first call, and
  // the first call would be in the first request.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileFacts facts
        && size == facts.size
        && permissions == facts.permissions
        && modified.equals(facts.modified)
        && Objects.equals(changed, facts.changed)
        && Objects.equals(key, facts.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(size, modified, key, permissions, changed);
  }
}
