package otus.server.loop.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The file descriptors of this process that are sockets. Stateless; any thread.
public final class Descriptors {
  private static final String OWN = "/proc/self/fd";
  private static final int SO_TYPE = 3;
  private static final int SO_REUSEPORT = 15;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SOCK_STREAM = 1;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_DEFER_ACCEPT = 9;

  private Descriptors() {}

  /// Returns the listening sockets that are bound to an address.
  ///
  /// @param address the address as the system reports it
  /// @return their descriptors, in ascending order
  /// @throws IOException if `/proc` is not mounted
  public static List<Integer> listening(SocketAddress address) throws IOException {
    List<Integer> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(OWN))) {
      for (Path each : all) {
        int descriptor = Integer.parseInt(each.getFileName().toString());
        if (isListening(descriptor) && address.equals(NativeAddress.of(descriptor).address())) {
          found.add(descriptor);
        }
      }
    }
    return found.stream().sorted().toList();
  }

  /// Returns whether a descriptor is a listening stream socket, and not, for example, a file.
  ///
  /// @param descriptor any number
  /// @return false if nothing is open under this number, too
  public static boolean isListening(int descriptor) {
    return option(descriptor, SO_TYPE) == SOCK_STREAM && option(descriptor, SO_ACCEPTCONN) == 1;
  }

  /// Returns whether further sockets may be bound to the address of a socket.
  ///
  /// @param socket a listening socket
  /// @return whether `SO_REUSEPORT` is set
  public static boolean isShared(int socket) {
    return option(socket, SO_REUSEPORT) == 1;
  }

  /// Lets the kernel hold new connections until their first bytes arrive, or for about a second.
  ///
  /// @param socket a listening socket of TCP
  /// @throws IOException if it is no such socket
  public static void deferAccept(int socket) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment seconds = arena.allocateFrom(JAVA_INT, 1);
      Calls.setOption(socket, IPPROTO_TCP, TCP_DEFER_ACCEPT, seconds);
    }
  }

  private static int option(int descriptor, int option) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      Calls.option(descriptor, option, value);
      return value.get(JAVA_INT, 0);
    } catch (IOException e) {
      return -1; // no socket
    }
  }

  /// Returns the address to which a socket is bound.
  ///
  /// @param socket a socket of the internet, or a Unix socket with a path
  /// @return the address as the system reports it
  /// @throws IOException if it is no socket, or of another kind
  public static SocketAddress address(int socket) throws IOException {
    SocketAddress address = NativeAddress.of(socket).address();
    if (address == null) {
      throw new IOException("descriptor " + socket + " is a socket of an unknown kind");
    }
    return address;
  }

  /// Returns whether a socket is of IPv4 only.
  ///
  /// @param socket a socket
  /// @return whether its family is `AF_INET`
  /// @throws IOException if it is no socket
  public static boolean isIpv4(int socket) throws IOException {
    return NativeAddress.of(socket).family() == NativeAddress.INET;
  }

  /// Puts a socket in the place of another one, which is closed unless it has further descriptors.
  ///
  /// @param socket the socket, which keeps its own number, too
  /// @param place the number of the other one
  /// @throws IOException if one of them is not open
  public static void replace(int socket, int place) throws IOException {
    Calls.dup(socket, place);
  }

  /// Closes a descriptor that no object of the JDK owns.
  ///
  /// @param descriptor an open descriptor
  /// @throws IOException if it is not open
  public static void close(int descriptor) throws IOException {
    Calls.close(descriptor);
  }
}
