package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Instant;

/// The attributes of a file in native memory. Owned by one thread.
///
/// ```text
/// struct statx   mask:4 blksize:4 attributes:8 nlink:4 uid:4 gid:4 mode:2 (2 unused)
///                ino:8 size:8 blocks:8 attributes_mask:8                       from 32
///                atime:16 btime:16 ctime:16 mtime:16, each seconds:8 nanos:4   from 64
///                rdev:4+4 dev:4+4 …                                            from 128
/// ```
final class FileStatus {
  /// The attributes that [FileCalls#stat] has to read: type, mode, ino, size, mtime, ctime.
  static final int MASK = 0x1 | 0x2 | 0x100 | 0x200 | 0x40 | 0x80;

  private static final long SIZE = 256;
  private static final int S_IFMT = 0xf000;
  private static final int S_IFREG = 0x8000;
  private static final int PERMISSIONS = 0x1ff;

  private static final long MAX_SECONDS = 1_000_000_000_000L;

  private static final long MODE_AT = 28;
  private static final long INODE_AT = 32;
  private static final long SIZE_AT = 40;
  private static final long CHANGED_AT = 96;
  private static final long MODIFIED_AT = 112;
  private static final long DEVICE_AT = 136;

  private final MemorySegment memory;

  /// @param arena owns the memory
  FileStatus(Arena arena) {
    memory = arena.allocate(SIZE, Long.BYTES);
  }

  MemorySegment memory() {
    return memory;
  }

  boolean isRegular() {
    return (mode() & S_IFMT) == S_IFREG;
  }

  private int mode() {
    return memory.get(JAVA_SHORT, MODE_AT) & 0xffff;
  }

  int permissions() {
    return mode() & PERMISSIONS;
  }

  long size() {
    return memory.get(JAVA_LONG, SIZE_AT);
  }

  Instant changed() {
    return time(CHANGED_AT);
  }

  Instant modified() {
    return time(MODIFIED_AT);
  }

  private Instant time(long at) {
    // A file system may have any number of seconds, an Instant may not.
    long seconds = Math.clamp(memory.get(JAVA_LONG, at), -MAX_SECONDS, MAX_SECONDS);
    return Instant.ofEpochSecond(seconds, memory.get(JAVA_INT, at + Long.BYTES));
  }

  /// Returns whether two states are those of the same version of the same file.
  boolean isSame(FileStatus other) {
    return mode() == other.mode()
        && isSame(other, INODE_AT)
        && isSame(other, SIZE_AT)
        && isSame(other, DEVICE_AT)
        && isSameTime(other, CHANGED_AT)
        && isSameTime(other, MODIFIED_AT);
  }

  private boolean isSame(FileStatus other, long at) {
    return memory.get(JAVA_LONG, at) == other.memory.get(JAVA_LONG, at);
  }

  private boolean isSameTime(FileStatus other, long at) {
    return isSame(other, at)
        && memory.get(JAVA_INT, at + Long.BYTES) == other.memory.get(JAVA_INT, at + Long.BYTES);
  }
}
