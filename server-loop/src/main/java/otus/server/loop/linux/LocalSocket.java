package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// A blocking Unix socket for lines of text, each of which may carry a descriptor. One thread at a
/// time; [#shutdown] and
/// [#writeLine] from any.
///
/// ```text
/// struct msghdr   name:8 namelen:8  iov:8 iovlen:8  control:8 controllen:8  flags:8
/// struct cmsghdr  length:8 level:4 type:4, followed by the descriptors
/// ```
public final class LocalSocket implements AutoCloseable {
  private static final int SOCK_STREAM = 1;
  private static final int SO_PEERCRED = 17;
  private static final int SO_RCVTIMEO = 20;
  private static final int SO_SNDTIMEO = 21;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;
  private static final int BACKLOG = 16;

  private static final int HEADER = 16;
  private static final int MAX_LINE = 8192;

  private final int descriptor;
  private final byte[] piece = new byte[MAX_LINE];
  private int begin;
  private int end;
  private final Deque<Integer> received = new ArrayDeque<>();
  private boolean open = true;

  private LocalSocket(int descriptor) {
    this.descriptor = descriptor;
  }

  /// The process at the other end, as the kernel knows it.
  ///
  /// @param pid its process id
  /// @param uid the id of its user
  public record Peer(int pid, int uid) {}

  /// Listens at a path, in the place of any other file there, with mode 0600. No process can
  /// connect before it has that.
  ///
  /// @param path the path of the file
  /// @return the listening socket
  /// @throws IOException if the file cannot be created
  public static LocalSocket listen(Path path) throws IOException {
    LocalSocket socket = new LocalSocket(Calls.socket(NativeAddress.UNIX, SOCK_STREAM));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = NativeAddress.unix(arena, path.toString());
      Files.deleteIfExists(path);
      Calls.bind(socket.descriptor, address, (int) address.byteSize());
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      Calls.listen(socket.descriptor, BACKLOG);
      return socket;
    } catch (IOException | RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  /// Connects to a listening socket.
  ///
  /// @param path its path
  /// @param timeout the time that a call waits at most, or zero for no limit
  /// @return the connection
  /// @throws IOException if no process listens there
  public static LocalSocket connect(Path path, Duration timeout) throws IOException {
    LocalSocket socket = new LocalSocket(Calls.socket(NativeAddress.UNIX, SOCK_STREAM));
    try (Arena arena = Arena.ofConfined()) {
      socket.timeout(timeout);
      // connect() waits if the queue is full.
      Calls.setTimeout(socket.descriptor, SO_SNDTIMEO, timeout);
      MemorySegment address = NativeAddress.unix(arena, path.toString());
      Calls.connect(socket.descriptor, address, (int) address.byteSize());
      return socket;
    } catch (IOException | RuntimeException | Error e) {
      socket.close();
      throw e;
    }
  }

  /// Limits the time that [#readLine] waits for each piece.
  ///
  /// @param timeout the limit, or zero for no limit
  /// @throws IOException if the socket is closed
  public void timeout(Duration timeout) throws IOException {
    Calls.setTimeout(descriptor, SO_RCVTIMEO, timeout);
  }

  /// Waits for a connection.
  ///
  /// @return the connection
  /// @throws IOException if accepting fails, also because of [#shutdown]
  public LocalSocket accept() throws IOException {
    return new LocalSocket(Calls.accept(descriptor));
  }

  /// Returns the process at the other end.
  ///
  /// @return the process that has connected, or that listens
  /// @throws IOException if there is no connection
  public Peer peer() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment credentials = arena.allocate(12, 4);
      Calls.option(descriptor, SO_PEERCRED, credentials);
      return new Peer(credentials.get(JAVA_INT, 0), credentials.get(JAVA_INT, 4));
    }
  }

  /// Sends a line.
  ///
  /// @param line the text, without its end
  /// @throws IOException if the other end is closed
  public void writeLine(String line) throws IOException {
    send(line, -1);
  }

  /// Sends a line with a descriptor.
  ///
  /// @param line the text, without its end
  /// @param passed an open descriptor, of which the receiver gets a copy
  /// @throws IOException if the other end is closed
  public void writeLine(String line, int passed) throws IOException {
    send(line, passed);
  }

  private void send(String line, int passed) throws IOException {
    byte[] bytes = (line.replace('\n', ' ') + "\n").getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(JAVA_BYTE, bytes);
      MemorySegment control = passed < 0 ? MemorySegment.NULL : rights(arena, passed);
      long sent = 0;
      while (sent < bytes.length) {
        MemorySegment message =
            message(arena, text.asSlice(sent), sent == 0 ? control : MemorySegment.NULL);
        sent += Calls.sendmsg(descriptor, message, MSG_NOSIGNAL);
      }
    }
  }

  private static MemorySegment rights(Arena arena, int passed) {
    MemorySegment control = arena.allocate(HEADER + 8, 8);
    control.set(JAVA_LONG, 0, HEADER + 4);
    control.set(JAVA_INT, 8, Calls.SOL_SOCKET);
    control.set(JAVA_INT, 12, SCM_RIGHTS);
    control.set(JAVA_INT, HEADER, passed);
    return control;
  }

  static MemorySegment message(Arena arena, MemorySegment text, MemorySegment control) {
    MemorySegment vector = arena.allocate(16, 8);
    vector.set(ADDRESS, 0, text);
    vector.set(JAVA_LONG, 8, text.byteSize());
    MemorySegment message = arena.allocate(56, 8);
    message.set(ADDRESS, 16, vector);
    message.set(JAVA_LONG, 24, 1);
    message.set(ADDRESS, 32, control);
    message.set(JAVA_LONG, 40, control.byteSize());
    return message;
  }

  /// Reads a line.
  ///
  /// @return the text without its end, or null if the other end has been closed
  /// @throws IOException if the line is too long, or the timeout has expired
  public @Nullable String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (begin < end) {
        byte next = piece[begin++];
        if (next == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        line.write(next);
      }
      if (line.size() > MAX_LINE) {
        throw new IOException("a line is too long");
      }
      if (!fill()) {
        return null;
      }
    }
  }

  /// Receives bytes, and the descriptors that came with them. The kernel ends the reception after
  /// bytes that carry descriptors, so at most those of one line arrive at a time.
  private boolean fill() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(piece.length);
      MemorySegment control = arena.allocate(HEADER + 64, 8);
      MemorySegment message = message(arena, text, control);
      long count = Calls.recvmsg(descriptor, message, MSG_CMSG_CLOEXEC);
      if (message.get(JAVA_LONG, 40) > HEADER
          && control.get(JAVA_INT, 8) == Calls.SOL_SOCKET
          && control.get(JAVA_INT, 12) == SCM_RIGHTS) {
        long length = control.get(JAVA_LONG, 0);
        for (long at = HEADER; at + 4 <= length; at += 4) {
          received.add(control.get(JAVA_INT, at));
        }
      }
      MemorySegment.copy(text, JAVA_BYTE, 0, piece, 0, (int) count);
      begin = 0;
      end = (int) count;
      return count > 0;
    }
  }

  /// Takes the descriptor that came with the line read last.
  ///
  /// @return a descriptor, owned by the caller
  /// @throws IOException if none came
  public int takeDescriptor() throws IOException {
    Integer next = received.poll();
    if (next == null) {
      throw new IOException("a descriptor is missing");
    }
    return next;
  }

  /// Ends both directions, and thus a call of another thread that waits. That thread closes the
  /// socket; the caller makes sure that it does not do so at the same time. Has no effect on a
  /// closed socket.
  ///
  /// @throws IOException if the socket is not connected and does not listen
  public void shutdown() throws IOException {
    if (open) {
      Calls.shutdown(descriptor);
    }
  }

  /// Closes the socket and received descriptors that were not taken. Idempotent.
  @Override
  public void close() {
    if (!open) {
      return;
    }
    open = false;
    received.forEach(LocalSocket::closeQuietly);
    closeQuietly(descriptor);
  }

  private static void closeQuietly(int number) {
    try {
      Calls.close(number);
    } catch (IOException e) {
      throw new UncheckedIOException("a descriptor was closed twice", e);
    }
  }
}
