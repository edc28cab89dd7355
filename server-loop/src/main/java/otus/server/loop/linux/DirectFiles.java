package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads small files below a directory by few system calls. Owned by one thread, such as that of an
/// event loop.
///
/// | call | why |
/// |---|---|
/// | `openat2` of the directory | a directory that was replaced takes effect at once |
/// | `openat2` of the file, as a path only; `statx` | to open a pipe would have an effect |
/// | `openat2` of the file | |
/// | `preadv2`, `statx` | the attributes have to be the same as before |
/// | `statx` of names that must not exist | |
///
/// `RESOLVE_BENEATH` and `RESOLVE_NO_SYMLINKS` keep the path in the directory (openat2(2)),
/// whatever happens to the names meanwhile. `RESOLVE_NO_XDEV` keeps it on its file system: another
/// one may be that of a slow server. With `RESOLVE_CACHED` and `RWF_NOWAIT` the kernel takes what
/// it has in memory, and fails where it would have to wait for a disk; `O_NONBLOCK` fails if
/// another process holds a lease on the file.
public final class DirectFiles {
  private static final int RESOLVE_NO_XDEV = 0x1;
  private static final int RESOLVE_NO_SYMLINKS = 0x4;
  private static final int RESOLVE_BENEATH = 0x8;
  private static final int RESOLVE_CACHED = 0x20;
  private static final int RESOLVE =
      RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH | RESOLVE_CACHED;

  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int E2BIG = 7;
  private static final int EINVAL = 22;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;

  /// The property of the JVM with the encoding of names of files.
  private static final String NAMES = "sun.jnu.encoding";

  /// The maximum length of a path in the kernel, with its 0.
  private static final int PATH_MAX = 4096;

  private final FileCalls calls;
  private final FileStatus before;
  private final FileStatus after;
  private final MemorySegment rootName;
  private final MemorySegment name;
  private final MemorySegment bytes;
  private final int max;
  private @Nullable Path root;

  /// A file that was read.
  ///
  /// @param bytes all of its bytes
  /// @param modified the modification time
  /// @param changed the change time
  /// @param permissions the low nine bits of its mode
  public record Content(byte[] bytes, Instant modified, Instant changed, int permissions) {}

  /// @param max the maximum size of a file, in bytes
  public DirectFiles(int max) {
    this.max = max;
    Arena arena = Arena.ofAuto();
    calls = new FileCalls(arena);
    before = new FileStatus(arena);
    after = new FileStatus(arena);
    rootName = arena.allocate(PATH_MAX);
    name = arena.allocate(PATH_MAX);
    bytes = arena.allocate(max + 1L); // one more, by which a file shows that it has grown
  }

  /// Returns whether the kernel has these calls, and no sandbox forbids them.
  ///
  /// @param directory any directory
  /// @return false before Linux 5.12
  public boolean isSupported(Path directory) {
    int opened = openRoot(directory);
    if (opened >= 0) {
      calls.close(opened);
      return true;
    }
    return switch (calls.errno()) {
      case EPERM, E2BIG, EINVAL, ENOSYS -> false;
      default -> true;
    };
  }

  /// Reads a file, if that is possible at once.
  ///
  /// @param top the directory, which may be reached through links
  /// @param path the path of the file below it, in ASCII
  /// @param suffixes suffixes of the path; none of the names with one of them may exist
  /// @param limit the maximum size of the file, in bytes
  /// @return the file; null if it does not exist, if it is not regular or too large, if there is
  ///     a link or another file system on the way, if it changes, or if reading would have to wait
  public @Nullable Content read(Path top, String path, List<String> suffixes, int limit) {
    int length = setName(0, path);
    int directory = length < 0 ? length : openRoot(top);
    if (directory < 0) {
      return null;
    }
    try {
      if (!hasRegularFile(directory, limit)) {
        return null;
      }
      Content content = read(directory);
      for (int i = 0; content != null && i < suffixes.size(); i++) {
        if (setName(length, suffixes.get(i)) < 0 || !isMissing(directory)) {
          return null;
        }
      }
      return content;
    } finally {
      calls.close(directory);
    }
  }

  private int openRoot(Path directory) {
    if (!directory.equals(root)) {
      String encoding = System.getProperty(NAMES, "UTF-8");
      byte[] text = directory.toString().getBytes(Charset.forName(encoding));
      if (text.length >= PATH_MAX) {
        return -1;
      }
      MemorySegment.copy(text, 0, rootName, JAVA_BYTE, 0, text.length);
      rootName.set(JAVA_BYTE, text.length, (byte) 0);
      root = directory;
    }
    return calls.open(FileCalls.AT_FDCWD, rootName, FileCalls.O_PATH, RESOLVE_CACHED);
  }

  /// Sets the name from a position on.
  ///
  /// @return the position of its end; -1 if it is too long or not in ASCII
  private int setName(int from, String text) {
    int end = from + text.length();
    if (end >= PATH_MAX) {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c >= 0x80) {
        return -1;
      }
      name.set(JAVA_BYTE, from + i, (byte) c);
    }
    name.set(JAVA_BYTE, end, (byte) 0);
    return end;
  }

  /// The kernel rarely remembers that a name is missing, so this reads the directory if necessary,
  /// which the kernel has most likely in memory where it has the file.
  private boolean isMissing(int directory) {
    return calls.stat(directory, name, 0, after.memory()) < 0 && calls.errno() == ENOENT;
  }

  /// Returns whether the name is that of a regular file within the limit, and keeps its state.
  private boolean hasRegularFile(int directory, int limit) {
    int file = calls.open(directory, name, FileCalls.O_PATH, RESOLVE);
    if (file < 0) {
      return false;
    }
    try {
      return calls.stat(file, FileStatus.MASK, before.memory()) >= 0
          && before.isRegular()
          && before.size() <= Math.min(limit, max);
    } finally {
      calls.close(file);
    }
  }

  private @Nullable Content read(int directory) {
    int flags = FileCalls.O_RDONLY | FileCalls.O_NONBLOCK | FileCalls.O_NOCTTY;
    int file = calls.open(directory, name, flags, RESOLVE);
    if (file < 0) {
      return null;
    }
    try {
      int size = readAll(file);
      if (size != before.size()
          || calls.stat(file, FileStatus.MASK, after.memory()) < 0
          || !after.isSame(before)) {
        return null;
      }
      byte[] content = bytes.asSlice(0, size).toArray(JAVA_BYTE);
      return new Content(content, after.modified(), after.changed(), after.permissions());
    } finally {
      calls.close(file);
    }
  }

  /// Returns the number of bytes; fewer than the file has, or -1, if the rest is not in memory.
  private int readAll(int file) {
    long wanted = before.size() + 1;
    int count = calls.read(file, bytes, wanted, FileCalls.RWF_NOWAIT);
    // Some file systems, such as overlayfs, cannot say what they have in memory.
    return count < 0 && calls.errno() == EOPNOTSUPP ? calls.read(file, bytes, wanted, 0) : count;
  }
}
