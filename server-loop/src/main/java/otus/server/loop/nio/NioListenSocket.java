package otus.server.loop.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import otus.server.loop.ListenSocket;
import otus.server.loop.Poller;
import otus.server.loop.linux.Descriptors;

/// A listening socket, registered with the selector of its loop. Confined to that loop, except
/// [#accept].
final class NioListenSocket implements ListenSocket {
  /// The kernel reduces it to its own limit (`net.core.somaxconn`).
  private static final int BACKLOG = 4096;

  /// The maximum number of connections accepted per turn, so that a flood of new connections does
  /// not starve the open ones.
  private static final int ACCEPTS_PER_TURN = 64;

  private final ServerSocketChannel channel;
  private final SelectionKey key;
  private final SocketAddress address;
  private final DeferredAccept deferred;

  private NioListenSocket(ServerSocketChannel channel, SelectionKey key, SocketAddress address) {
    this.channel = channel;
    this.key = key;
    this.address = address;
    this.deferred = new DeferredAccept(address);
    key.attach(this);
  }

  static NioListenSocket open(Selector selector, SocketAddress address, boolean shared)
      throws IOException {
    ServerSocketChannel channel = open(address);
    try {
      channel.configureBlocking(false);
      if (shared) {
        channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      }
      channel.bind(address, BACKLOG);
      return registered(channel, selector, channel.getLocalAddress());
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /// Accepts from a socket of another process.
  static NioListenSocket adopt(Selector selector, int descriptor) throws IOException {
    SocketAddress address = Descriptors.address(descriptor);
    ServerSocketChannel channel = AdoptedSocket.open(descriptor);
    try {
      channel.configureBlocking(false);
      return registered(channel, selector, address);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static NioListenSocket registered(
      ServerSocketChannel channel, Selector selector, SocketAddress address) throws IOException {
    SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT);
    return new NioListenSocket(channel, key, address);
  }

  private static ServerSocketChannel open(SocketAddress address) throws IOException {
    // Not a switch over types: that is linked at run time, at every start.
    if (address instanceof UnixDomainSocketAddress) {
      return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    }
    // By default the JDK opens a socket for both families, on which 0.0.0.0 would include ::.
    return address instanceof InetSocketAddress internet
            && internet.getAddress() instanceof Inet4Address
        ? ServerSocketChannel.open(StandardProtocolFamily.INET)
        : ServerSocketChannel.open();
  }

  @Override
  public void accept(Poller.Sink sink) {
    // Only the first connection is known to wait, so only mayAccept may close one to make room.
    if (!channel.isOpen()) {
      return; // a stalled loop has left it meanwhile
    }
    for (int i = 0; i < ACCEPTS_PER_TURN && (i == 0 ? sink.mayAccept(this) : sink.hasRoom()); i++) {
      try {
        SocketChannel accepted = channel.accept();
        if (accepted == null) {
          return;
        }
        deferred.onAccepted();
        sink.onAccepted(this, new NioSocket(accepted, deferred.isOn()));
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
  public SocketAddress address() {
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
      // A registered channel is closed only by the next selection. Until then the kernel would
      // queue connections that are never accepted. Channels that this selection finds ready, the
      // next selection finds again.
      key.cancel();
      key.selector().selectNow(ready -> {});
      acceptAll(sink);
    } catch (IOException e) {
      throw new UncheckedIOException("a selector is broken", e);
    } finally {
      close();
    }
  }

  @Override
  public void leave() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      // The socket stays open in another process, so closing it would not end its registration with
      // the selector of this one: the kernel ends that with the last copy.
      key.cancel();
      key.selector().selectNow(ready -> {});
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
        sink.onAccepted(this, new NioSocket(last, false));
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
