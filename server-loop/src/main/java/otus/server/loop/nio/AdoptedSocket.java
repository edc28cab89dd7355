package otus.server.loop.nio;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import otus.server.loop.linux.Descriptors;

/// Makes a channel of a listening socket that another process has opened.
///
/// The JDK makes channels only of sockets that it has opened itself. So this class opens one of the
/// same family, at a temporary address, finds its descriptor by that address, and lets the kernel
/// put the other socket in its place: from then on the channel accepts from that one (ADR 19).
/// Stateless; used before the loops run.
final class AdoptedSocket {

  private AdoptedSocket() {}

  /// Returns a channel that accepts from a socket.
  ///
  /// @param descriptor the number of the socket in this process; closed, unless an exception is
  ///     thrown
  static ServerSocketChannel open(int descriptor) throws IOException {
    SocketAddress address = Descriptors.address(descriptor);
    boolean unix = address instanceof UnixDomainSocketAddress;
    ServerSocketChannel channel =
        ServerSocketChannel.open(unix ? StandardProtocolFamily.UNIX : internet(descriptor));
    try {
      channel.bind(unix ? null : new InetSocketAddress(loopback(descriptor), 0), 1);
      int place = number(channel.getLocalAddress());
      if (channel.getLocalAddress() instanceof UnixDomainSocketAddress temporary) {
        Files.deleteIfExists(temporary.getPath());
      }
      Descriptors.replace(descriptor, place);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    Descriptors.close(descriptor);
    return channel;
  }

  private static ProtocolFamily internet(int descriptor) throws IOException {
    return Descriptors.isIpv4(descriptor)
        ? StandardProtocolFamily.INET
        : StandardProtocolFamily.INET6;
  }

  private static InetAddress loopback(int descriptor) throws IOException {
    byte[] v6 = new byte[16];
    v6[15] = 1;
    return InetAddress.getByAddress(
        Descriptors.isIpv4(descriptor) ? new byte[] {127, 0, 0, 1} : v6);
  }

  private static int number(SocketAddress temporary) throws IOException {
    return Descriptors.listening(temporary).stream()
        .findFirst()
        .orElseThrow(() -> new IOException("no descriptor of " + temporary));
  }
}
