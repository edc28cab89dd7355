package otus.server.loop.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import otus.server.loop.ListenSocket;
import otus.server.loop.Poller;

/// A listening socket, registered with its loop's selector; confined to that loop.
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
    ServerSocketChannel channel = ServerSocketChannel.open();
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

  void accept(Poller.Sink sink) {
    for (int i = 0; i < ACCEPTS_A_TURN; i++) {
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
      // kernel
      // takes connections which nobody would ever accept. What this selection finds ready the next
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
      for (SocketChannel last = channel.accept(); last != null; last = channel.accept()) {
        sink.onAccepted(new NioSocket(last));
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
