package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The system calls by which [DirectFiles] reads a file, with memory for their arguments, so that a
/// call allocates nothing. Owned by one thread. A result below zero is an error, whose number is in
/// [#errno].
///
/// ```text
/// struct open_how   flags:8  mode:8  resolve:8
/// struct iovec      base:8   length:8
/// ```
final class FileCalls {
  static final int AT_FDCWD = -100;
  static final int O_RDONLY = 0;
  static final int O_NOCTTY = 0x100;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  static final int O_PATH = 0x200000;
  static final int RWF_NOWAIT = 8;

  private static final long OPENAT2 = 437; // on all processors
  private static final long HOW_SIZE = 24;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_EMPTY_PATH = 0x1000;

  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker LINKER = Linker.nativeLinker();

  // glibc has no openat2.
  private static final MethodHandle SYSCALL =
      handle(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG),
          Linker.Option.firstVariadicArg(1));
  private static final MethodHandle PREADV2 =
      handle(
          "preadv2",
          FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle STATX =
      handle(
          "statx", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private final MemorySegment state;
  private final MemorySegment how;
  private final MemorySegment vector;
  private final MemorySegment empty;

  /// @param arena owns the memory
  FileCalls(Arena arena) {
    state = arena.allocate(STATE);
    how = arena.allocate(HOW_SIZE, Long.BYTES);
    vector = arena.allocate(2L * Long.BYTES, Long.BYTES);
    empty = arena.allocateFrom("");
  }

  @SuppressWarnings("restricted") // the types above are those of the manual pages
  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... variadic) {
    Linker.Option errno = Linker.Option.captureCallState("errno");
    Linker.Option[] all =
        variadic.length == 0
            ? new Linker.Option[] {errno}
            : new Linker.Option[] {errno, variadic[0]};
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }

  /// Returns the error number of the last call that has failed.
  int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  /// Opens a file or a directory.
  ///
  /// @param path with a 0 at the end, relative to `directory`
  /// @param resolve the `RESOLVE_` rules
  /// @return the descriptor
  int open(int directory, MemorySegment path, int flags, int resolve) {
    how.set(JAVA_LONG, 0, flags | O_CLOEXEC);
    how.set(JAVA_LONG, 2L * Long.BYTES, resolve);
    try {
      return (int)
          (long) SYSCALL.invokeExact(state, OPENAT2, (long) directory, path, how, HOW_SIZE);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// Reads from the start of a file.
  ///
  /// @param flags 0 or [#RWF_NOWAIT]
  /// @return the number of bytes
  int read(int file, MemorySegment into, long max, int flags) {
    vector.set(JAVA_LONG, 0, into.address());
    vector.set(JAVA_LONG, Long.BYTES, max);
    try {
      return (int) (long) PREADV2.invokeExact(state, file, vector, 1, 0L, flags);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /// Reads the attributes of an open file.
  ///
  /// @param mask the attributes to read
  /// @param into a `struct statx`
  int stat(int file, int mask, MemorySegment into) {
    return stat(file, empty, AT_EMPTY_PATH, mask, into);
  }

  /// Reads the attributes of a name, not those of the target of a link.
  ///
  /// @param path with a 0 at the end, relative to `directory`
  /// @param mask the attributes to read
  /// @param into a `struct statx`
  int stat(int directory, MemorySegment path, int mask, MemorySegment into) {
    return stat(directory, path, AT_SYMLINK_NOFOLLOW, mask, into);
  }

  private int stat(int directory, MemorySegment path, int flags, int mask, MemorySegment into) {
    try {
      return (int) STATX.invokeExact(state, directory, path, flags, mask, into);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  void close(int descriptor) {
    try {
      int _ = (int) CLOSE.invokeExact(state, descriptor);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static Error impossible(Throwable e) {
    return e instanceof Error error
        ? error
        : new AssertionError("a native function throws nothing", e);
  }
}
