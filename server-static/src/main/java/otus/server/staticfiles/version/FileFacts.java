package otus.server.staticfiles.version;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The facts that distinguish one state of a file from another: if two stats of a name agree in
/// them, the bytes are assumed to be the same. Immutable.
///
/// The change time also reveals a change after which the old modification time was set again. Where
/// the system does not report it, such a change in place and of the same length goes unnoticed. The
/// permissions decide whether the file may still be read.
///
/// @param size in bytes
/// @param modified the modification time, in the precision of the file system, clamped (see
///     [FileTimes])
/// @param key device and inode, or null where the platform does not report them; of an entry of an
///     archive, the entry itself
/// @param permissions one bit for each permission granted
/// @param changed the change time (`ctime`), or null where the system does not report it
public record FileFacts(
    long size, Instant modified, @Nullable Object key, int permissions, @Nullable Instant changed) {
  /// Time after which a change is certainly complete, and has a later time than the one before it.
  public static final Duration MAX_TICK = Duration.ofSeconds(2);

  /// Twice the tick of a kernel clock, which ticks at least a hundred times a second.
  private static final Duration KERNEL_TICK = Duration.ofMillis(20);

  /// Creates the facts of a file whose change time is not known.
  public FileFacts(long size, Instant modified, @Nullable Object key, int permissions) {
    this(size, modified, key, permissions, null);
  }

  /// Returns the facts in these attributes; without permissions where the system has none.
  public static FileFacts of(BasicFileAttributes attributes, @Nullable Instant changed) {
    int permissions = 0;
    if (attributes instanceof PosixFileAttributes posix) {
      for (PosixFilePermission permission : posix.permissions()) {
        permissions |= 1 << permission.ordinal();
      }
    }
    return new FileFacts(
        attributes.size(),
        FileTimes.clamp(attributes.lastModifiedTime()),
        attributes.fileKey(),
        permissions,
        changed);
  }

  /// Returns the facts of the file to which a path leads, without its permissions.
  public static FileFacts at(Path path) throws IOException {
    Map<String, Object> seen = VersionCheck.readAttributes(path);
    if (seen.get("size") instanceof Long size
        && seen.get("lastModifiedTime") instanceof FileTime modified) {
      Instant changed = seen.get("ctime") instanceof FileTime time ? time.toInstant() : null;
      return new FileFacts(size, FileTimes.clamp(modified), seen.get("fileKey"), 0, changed);
    }
    throw new AssertionError("attributes that each file has");
  }

  /// Returns whether this state, seen at `now`, is stable: no later change can result in the same
  /// facts.
  ///
  /// A clock has ticks: a file that is changed twice within one tick keeps the same time, and if
  /// its size stays the same too, a stat cannot tell the two states apart. Once the tick is over,
  /// any later change gets a later time. Kernels tick in milliseconds, but file systems may keep
  /// whole seconds, and FAT even pairs of them, and a program that writes many bytes by one call,
  /// or through a mapping, gives them the time of the first; hence two seconds for all. A clamped
  /// time is never stable, because many times become the same one.
  public boolean isStableAt(Instant now) {
    return FileTimes.isWritable(modified)
        && Duration.between(lastChange(now), now).compareTo(MAX_TICK) > 0;
  }

  /// Returns whether any later change results in other facts than this state, seen at `now`, if it
  /// is made by one short write; see [#isStableAt] for the others.
  public boolean isDistinctAt(Instant now) {
    return FileTimes.isWritable(modified) && !untilStable(now).isPositive();
  }

  /// Returns whether attributes that [VersionCheck#readAttributes] has read belong to this state.
  boolean agreeWith(Map<String, Object> seen) {
    return Objects.equals(key, seen.get("fileKey"))
        && Long.valueOf(size).equals(seen.get("size"))
        && seen.get("lastModifiedTime") instanceof FileTime time
        && modified.equals(FileTimes.clamp(time))
        && Objects.equals(
            changed, seen.get("ctime") instanceof FileTime at ? at.toInstant() : null);
  }

  /// Returns how long after `now` a later change of the file will show in these facts; zero or
  /// negative if it shows already. Shorter than the time of [#isStableAt], for callers that wait:
  /// one tick of the clock of this file system.
  public Duration untilStable(Instant now) {
    Instant last = lastChange(now);
    return Duration.between(now, last).plus(last.getNano() == 0 ? MAX_TICK : KERNEL_TICK);
  }

  /// Returns the change time, or the modification time if the former is in the future: then it
  /// comes from another clock than `now`.
  private Instant lastChange(Instant now) {
    return changed != null && !changed.isAfter(now) ? changed : modified;
  }

  // Written by hand: the methods that a record generates are linked at their first call, and that
  // would be in the first request.

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
