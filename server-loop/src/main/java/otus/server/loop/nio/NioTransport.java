package otus.server.loop.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import otus.server.loop.Poller;
import otus.server.loop.Transport;

/// The transport for every platform, with one selector per loop. Any thread.
public final class NioTransport implements Transport {

  /// Called by the service loader.
  public NioTransport() {}

  @Override
  public Poller open() throws IOException {
    return new NioPoller(Selector.open());
  }

  /// Linux spreads connections over the sockets that share a port. Other systems that support the
  /// option pass all connections to one of the sockets. No system shares a Unix socket.
  @Override
  public boolean spreadsConnections(SocketAddress address) {
    if (!(address instanceof InetSocketAddress)
        || !System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    try (ServerSocketChannel channel = ServerSocketChannel.open()) {
      return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    } catch (IOException e) {
      return false;
    }
  }
}
