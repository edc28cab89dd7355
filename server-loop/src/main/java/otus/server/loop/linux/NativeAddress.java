package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Converts addresses from and to `struct sockaddr`. Stateless.
///
/// ```text
/// sockaddr_in   family:2  port:2 (big-endian)  address:4
/// sockaddr_in6  family:2  port:2 (big-endian)  flow:4  address:16  scope:4
/// sockaddr_un   family:2  path:108, which ends with 0, or begins with 0 if it is abstract
/// ```
final class NativeAddress {
  static final int UNIX = 1;
  static final int INET = 2;
  static final int INET6 = 10;

  /// The size of `sockaddr_un`, the longest of them.
  static final int SIZE = 110;

  private static final int PATH = 2;

  private NativeAddress() {}

  /// The name of a socket.
  ///
  /// @param family the address family
  /// @param address the address, or null if the family is unknown or a Unix socket has no path
  record Name(int family, @Nullable SocketAddress address) {}

  /// Returns the name of a socket.
  ///
  /// @throws IOException if the descriptor is no socket
  static Name of(int socket) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment raw = arena.allocate(SIZE, 8);
      MemorySegment length = arena.allocateFrom(JAVA_INT, SIZE);
      Calls.name(socket, raw, length);
      int family = raw.get(JAVA_SHORT, 0);
      return new Name(family, decode(family, raw, length.get(JAVA_INT, 0)));
    }
  }

  private static @Nullable SocketAddress decode(int family, MemorySegment raw, int length)
      throws IOException {
    return switch (family) {
      case INET -> internet(raw, 4, 4);
      case INET6 -> internet(raw, 8, 16);
      case UNIX ->
          length <= PATH || raw.get(JAVA_BYTE, PATH) == 0
              ? null
              : UnixDomainSocketAddress.of(raw.getString(PATH, StandardCharsets.UTF_8));
      default -> null;
    };
  }

  private static InetSocketAddress internet(MemorySegment raw, int offset, int length)
      throws IOException {
    byte[] bytes = raw.asSlice(offset, length).toArray(JAVA_BYTE);
    int port = Short.toUnsignedInt(raw.get(JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN), 2));
    return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
  }

  /// Writes the address of a Unix socket.
  ///
  /// @param path the path, or `@` and a name for an abstract address
  /// @return the address, exactly as long as it is
  /// @throws IOException if the path is too long
  static MemorySegment unix(Arena arena, String path) throws IOException {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    boolean isAbstract = path.startsWith("@");
    int length = PATH + bytes.length + (isAbstract ? 0 : 1);
    if (length > SIZE) {
      throw new IOException("the path of the socket is longer than 107 bytes: " + path);
    }
    MemorySegment raw = arena.allocate(length, 8);
    raw.set(JAVA_SHORT, 0, (short) UNIX);
    MemorySegment.copy(bytes, 0, raw, JAVA_BYTE, PATH, bytes.length);
    if (isAbstract) {
      raw.set(JAVA_BYTE, PATH, (byte) 0);
    }
    return raw;
  }
}
