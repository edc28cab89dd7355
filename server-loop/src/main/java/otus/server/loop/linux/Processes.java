package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Calls for this process as a whole. Stateless; any thread.
public final class Processes {
  private static final int SOCK_DGRAM = 2;
  private static final int SO_SNDTIMEO = 21;

  private Processes() {}

  /// Leaves the terminal and its session, so that neither ends this process.
  ///
  /// @throws IOException if this process leads a group already
  public static void newSession() throws IOException {
    Calls.setsid();
  }

  /// Returns the user as which this process acts.
  ///
  /// @return the effective user id
  public static int user() {
    return Calls.geteuid();
  }

  /// Sends a datagram to a Unix socket, such as that of a service manager.
  ///
  /// @param path the path of the socket, or `@` and a name for an abstract address
  /// @param text the content
  /// @param timeout the time to wait if the receiver has not read earlier ones
  /// @throws IOException if no process receives there, or does not in time
  public static void sendDatagram(String path, String text, Duration timeout) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int socket = Calls.socket(NativeAddress.UNIX, SOCK_DGRAM);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = NativeAddress.unix(arena, path);
      Calls.setTimeout(socket, SO_SNDTIMEO, timeout);
      Calls.connect(socket, address, (int) address.byteSize());
      MemorySegment content = arena.allocateFrom(JAVA_BYTE, bytes);
      Calls.sendmsg(socket, LocalSocket.message(arena, content, MemorySegment.NULL), 0);
    } finally {
      Calls.close(socket);
    }
  }
}
