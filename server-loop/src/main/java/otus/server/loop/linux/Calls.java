package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Arrays;

/// The system calls, one method each, with the error of the system as an [IOException]. The layouts
/// and constants are those of Linux on 64-bit processors. Stateless; any thread. [#accept],
/// [#sendmsg] and [#recvmsg] may block.
final class Calls {
  static final int SOL_SOCKET = 1;
  static final int O_CLOEXEC = 0x80000;
  static final int EINTR = 4;
  static final int EAGAIN = 11;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker LINKER = Linker.nativeLinker();

  private static final MethodHandle SOCKET = of("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = of("bind", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle LISTEN = of("listen", JAVA_INT, JAVA_INT);
  private static final MethodHandle ACCEPT = of("accept4", JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  private static final MethodHandle CONNECT = of("connect", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SHUTDOWN = of("shutdown", JAVA_INT, JAVA_INT);
  private static final MethodHandle CLOSE = of("close", JAVA_INT);
  private static final MethodHandle DUP3 = of("dup3", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle NAME = of("getsockname", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle GET_OPTION =
      of("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle SET_OPTION =
      of("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDMSG = large("sendmsg", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECVMSG = large("recvmsg", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle OPEN = variadic("open", ADDRESS, JAVA_INT);
  private static final MethodHandle FCNTL = variadic("fcntl", JAVA_INT, JAVA_INT, ADDRESS);
  private static final MethodHandle SETSID = of("setsid");
  private static final MethodHandle GETEUID = of("geteuid");

  private Calls() {}

  private static MethodHandle of(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, parameters));
  }

  private static MethodHandle large(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(JAVA_LONG, parameters));
  }

  /// A function with further arguments after the second one.
  private static MethodHandle variadic(String name, MemoryLayout... parameters) {
    return handle(
        name, FunctionDescriptor.of(JAVA_INT, parameters), Linker.Option.firstVariadicArg(2));
  }

  @SuppressWarnings("restricted") // the types below are those of the manual pages
  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker.Option[] all = Arrays.copyOf(options, options.length + 1);
    all[options.length] = Linker.Option.captureCallState("errno");
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, all);
  }

  /// A call with the segment for its error number.
  private interface Call {
    long run(MemorySegment state) throws Throwable;
  }

  /// Returns the result of a call, or throws if it is negative. A call that a signal has
  /// interrupted is repeated.
  private static long check(String name, Call call) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      while (true) {
        long result = call.run(state);
        if (result >= 0) {
          return result;
        }
        int errno = (int) ERRNO.get(state, 0L);
        if (errno != EINTR) {
          throw new SystemCallException(name, errno);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e); // a handle of a native function throws nothing checked
    }
  }

  static int socket(int family, int type) throws IOException {
    return (int) check("socket", s -> (int) SOCKET.invokeExact(s, family, type | O_CLOEXEC, 0));
  }

  static void bind(int socket, MemorySegment address, int length) throws IOException {
    check("bind", s -> (int) BIND.invokeExact(s, socket, address, length));
  }

  static void listen(int socket, int backlog) throws IOException {
    check("listen", s -> (int) LISTEN.invokeExact(s, socket, backlog));
  }

  static int accept(int socket) throws IOException {
    MemorySegment none = MemorySegment.NULL;
    return (int) check("accept", s -> (int) ACCEPT.invokeExact(s, socket, none, none, O_CLOEXEC));
  }

  static void connect(int socket, MemorySegment address, int length) throws IOException {
    check("connect", s -> (int) CONNECT.invokeExact(s, socket, address, length));
  }

  /// Ends both directions; a listening Unix socket wakes the thread that accepts.
  static void shutdown(int socket) throws IOException {
    check("shutdown", s -> (int) SHUTDOWN.invokeExact(s, socket, 2));
  }

  static void close(int descriptor) throws IOException {
    check("close", s -> (int) CLOSE.invokeExact(s, descriptor));
  }

  /// Makes `target` another number of what `descriptor` stands for.
  static void dup(int descriptor, int target) throws IOException {
    check("dup3", s -> (int) DUP3.invokeExact(s, descriptor, target, O_CLOEXEC));
  }

  /// @param length in: the size of `address`; out: the length of the address
  static void name(int socket, MemorySegment address, MemorySegment length) throws IOException {
    check("getsockname", s -> (int) NAME.invokeExact(s, socket, address, length));
  }

  /// Reads an option of [#SOL_SOCKET] that is a number, or begins with one.
  ///
  /// @param value receives the value
  static void option(int socket, int option, MemorySegment value) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, (int) value.byteSize());
      check(
          "getsockopt",
          s -> (int) GET_OPTION.invokeExact(s, socket, SOL_SOCKET, option, value, length));
    }
  }

  static void setOption(int socket, int option, MemorySegment value) throws IOException {
    setOption(socket, SOL_SOCKET, option, value);
  }

  static void setOption(int socket, int level, int option, MemorySegment value) throws IOException {
    int length = (int) value.byteSize();
    check("setsockopt", s -> (int) SET_OPTION.invokeExact(s, socket, level, option, value, length));
  }

  /// Sets an option of [#SOL_SOCKET] that is a `struct timeval`.
  ///
  /// @param time the limit, or zero for no limit
  static void setTimeout(int socket, int option, Duration time) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(16, 8);
      value.set(JAVA_LONG, 0, time.toSeconds());
      value.set(JAVA_LONG, 8, time.toNanosPart() / 1000);
      setOption(socket, option, value);
    }
  }

  static long sendmsg(int socket, MemorySegment message, int flags) throws IOException {
    return check("sendmsg", s -> (long) SENDMSG.invokeExact(s, socket, message, flags));
  }

  static long recvmsg(int socket, MemorySegment message, int flags) throws IOException {
    return check("recvmsg", s -> (long) RECVMSG.invokeExact(s, socket, message, flags));
  }

  /// Opens an existing file.
  ///
  /// @param path the path, with a 0 at the end
  static int open(MemorySegment path, int flags) throws IOException {
    return (int) check("open", s -> (int) OPEN.invokeExact(s, path, flags | O_CLOEXEC));
  }

  static void fcntl(int descriptor, int command, MemorySegment argument) throws IOException {
    check("fcntl", s -> (int) FCNTL.invokeExact(s, descriptor, command, argument));
  }

  static void setsid() throws IOException {
    check("setsid", s -> (int) SETSID.invokeExact(s));
  }

  static int geteuid() {
    try {
      return (int) check("geteuid", s -> (int) GETEUID.invokeExact(s));
    } catch (IOException e) {
      throw new AssertionError(e); // it cannot fail
    }
  }
}
