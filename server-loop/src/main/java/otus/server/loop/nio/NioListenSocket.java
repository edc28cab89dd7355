package otus.server.loop.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import otus.server.loop.ListenSocket;
import otus.server.loop.Poller;

/// A listening socket, registered with its loop's selector; confined to that loop but for
/// [#accept].
final class NioListenSocket implements ListenSocket {
  /// The kernel cuts it down to its own limit (`net.core.somaxconn`).
  private static final int BACKLOG = 4096;

  /// So that a flood of connections does not starve those that are there.
  private static final int ACCEPTS_A_TURN = 64;

  private final ServerSocketChannel channel;
  private final SelectionKey key;
  private final InetSocketAddress address;

  private NioListenSocket(ServerSocketChannel channel, SelectionKey key) throws IOException {
    this.channel = channel;
    this.key = key;
    this.address = (InetSocketAddress) channel.getLocalAddress();
    key.attach(this);
  }

  static NioListenSocket open(Selector selector, InetSocketAddress address, boolean shared)
      throws IOException {
    // By itself the JDK opens a socket for both families, on which 0.0.0.0 would be :: as well.
    ServerSocketChannel channel =
        address.getAddress() instanceof Inet4Address
            ? ServerSocketChannel.open(StandardProtocolFamily.INET)
            : ServerSocketChannel.open();
    try {
      channel.configureBlocking(false);
      if (shared) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(address, BACKLOG);
      return new NioListenSocket(channel, channel.register(selector, SelectionKey.OP_ACCEPT));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void accept(Poller.Sink sink) {
    // Only for the first one is it known that it waits: nothing is closed to make room for others.
    for (int i = 0; i < ACCEPTS_A_TURN && (i == 0 ? sink.mayAccept(this) : sink.hasRoom()); i++) {
      try {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        sink.onAccepted(new NioSocket(accepted));
      } catch (IOException e) {
        sink.onAcceptFailed(this, e);
        return;
      }
    }
  }

  @Override
  public void share() throws IOException {
    channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public void accepting(boolean on) {
    if (key.isValid()) {
      key.interestOps(on ? SelectionKey.OP_ACCEPT : 0);
    }
  }

  @Override
  public void finish(Poller.Sink sink) {
    if (!channel.isOpen()) {
      return;
    }
    acceptAll(sink);
    try {
      // A channel that is registered is closed by the next selection only, and until then the
      // kernel takes connections which nobody would ever accept. What this selection finds ready
      // the next
      // one finds again.
      key.cancel();
      key.selector().selectNow(ready -> {});
      acceptAll(sink);
    } catch (IOException e) {
      throw new UncheckedIOException("a selector is broken", e);
    } finally {
      close();
    }
  }

  private void acceptAll(Poller.Sink sink) {
    try {
      SocketChannel last = sink.hasRoom() ? channel.accept() : null;
      while (last != null) {
        sink.onAccepted(new NioSocket(last));
        last = sink.hasRoom() ? channel.accept() : null;
      }
    } catch (IOException e) {
      sink.onAcceptFailed(this, e);
    }
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a listening socket could not be closed", e);
    }
  }
}
