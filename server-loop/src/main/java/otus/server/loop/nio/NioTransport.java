package otus.server.loop.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import otus.server.loop.Poller;
import otus.server.loop.Transport;

/// The transport of every platform: a selector for each loop. Any thread.
public final class NioTransport implements Transport {

  /// Called by the service loader.
  public NioTransport() {}

  @Override
  public Poller open() throws IOException {
    return new NioPoller(Selector.open());
  }

  /// Binds without listening: a client that connects too early is refused, and may try again, where
  /// a probe that listened would accept and reset it. An address on which somebody listens cannot
  /// be bound like this, one on which old connections linger can.
  @Override
  public InetSocketAddress probe(InetSocketAddress address) throws IOException {
    try (SocketChannel channel = SocketChannel.open()) {
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return (InetSocketAddress) channel.bind(address).getLocalAddress();
    }
  }

  /// Linux spreads connections over the sockets that share a port; other systems that know the
  /// option give all of them to one socket.
  @Override
  public boolean spreadsConnections() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return false;
    }
    try (ServerSocketChannel channel = ServerSocketChannel.open()) {
      return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
    } catch (IOException e) {
      return false;
    }
  }
}
