package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that this process keeps locked against others, by a lock of its open file description
/// (fcntl(2)). Unlike a `FileLock` of the JDK, it does not end if another part of this process
/// opens and closes the same file. Owned by the one that has opened it; one thread at a time.
///
/// ```text
/// struct flock   type:2 whence:2  (4 unused)  start:8  length:8  pid:4  (4 unused)
/// ```
public final class LockedFile implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_WRONLY = 1;
  private static final int F_OFD_GETLK = 36;
  private static final int F_OFD_SETLK = 37;
  private static final short F_RDLCK = 0;
  private static final short F_WRLCK = 1;
  private static final short F_UNLCK = 2;
  private static final int SIZE = 32;

  private final int descriptor;
  private boolean open = true;

  private LockedFile(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Locks a file.
  ///
  /// @param path an existing file that this process may write
  /// @return the locked file, or null if another one has the lock
  /// @throws IOException if the file cannot be opened or locked
  public static @Nullable LockedFile lock(Path path) throws IOException {
    int descriptor = open(path, O_WRONLY);
    boolean locked = false;
    try (Arena arena = Arena.ofConfined()) {
      Calls.fcntl(descriptor, F_OFD_SETLK, wholeFile(arena, F_WRLCK));
      locked = true;
      return new LockedFile(descriptor);
    } catch (SystemCallException e) {
      if (e.isTryAgain() || e.isForbidden()) {
        return null; // fcntl(2) names both, EAGAIN and EACCES
      }
      throw e;
    } finally {
      if (!locked) {
        Calls.close(descriptor);
      }
    }
  }

  /// Returns whether a process has locked a file, also this one. Needs no right to write.
  ///
  /// @param path an existing file that this process may read
  /// @return whether there is a lock that excludes others
  /// @throws IOException if the file cannot be opened
  public static boolean isLocked(Path path) throws IOException {
    int descriptor = open(path, O_RDONLY);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment lock = wholeFile(arena, F_RDLCK);
      Calls.fcntl(descriptor, F_OFD_GETLK, lock);
      return lock.get(JAVA_SHORT, 0) != F_UNLCK;
    } finally {
      Calls.close(descriptor);
    }
  }

  private static int open(Path path, int flags) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      return Calls.open(arena.allocateFrom(path.toString()), flags);
    } catch (SystemCallException e) {
      if (e.isMissing()) {
        throw new NoSuchFileException(path.toString());
      }
      if (e.isForbidden()) {
        throw new AccessDeniedException(path.toString());
      }
      throw e;
    }
  }

  private static MemorySegment wholeFile(Arena arena, short type) {
    MemorySegment lock = arena.allocate(SIZE, 8);
    lock.set(JAVA_SHORT, 0, type);
    return lock;
  }

  /// Ends the lock. Idempotent.
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    try {
      Calls.close(descriptor);
    } catch (IOException e) {
      throw new UncheckedIOException("a descriptor was closed twice", e);
    }
  }
}
