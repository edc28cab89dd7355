package otus.server.loop.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.EventLoop;
import otus.server.loop.ListenSocket;
import otus.server.loop.Poller;

/// A poller over one selector. Confined to its loop, except [#wakeup] and [#cutOff].
final class NioPoller implements Poller {
  private final Selector selector;
  private final Consumer<SelectionKey> onSelected = this::onSelected;
  private @Nullable Sink sink;

  /// The endpoints that were accepted with their first bytes in this poll, and are not registered
  /// with the selector yet.
  private final ArrayDeque<NioEndpoint> accepted = new ArrayDeque<>();

  private boolean polling;
  private boolean awake;
  private int endpoints;
  private volatile boolean cutOff;

  NioPoller(Selector selector) {
    this.selector = selector;
  }

  @Override
  public void poll(long timeoutNanos, Sink sink) throws IOException {
    this.sink = sink;
    awake = false;
    polling = true;
    select(timeoutNanos);
    polling = false;
    serveAccepted(sink);
  }

  private void select(long timeoutNanos) throws IOException {
    if (timeoutNanos == 0) {
      selector.selectNow(onSelected);
    } else if (timeoutNanos == Long.MAX_VALUE) {
      selector.select(onSelected);
    } else {
      // Rounded up, since a wakeup before the deadline would only lead to another wait.
      selector.select(onSelected, TimeUnit.NANOSECONDS.toMillis(timeoutNanos) + 1);
    }
  }

  /// Reports the accepted endpoints as readable, and registers those that are still open: most
  /// connections with one request are closed by then, which spares four system calls.
  private void serveAccepted(Sink sink) {
    if (!accepted.isEmpty()) {
      sink.onAwake(); // their bytes may have arrived after the selection
    }
    for (NioEndpoint next = accepted.peek(); next != null; next = accepted.peek()) {
      if (next.isOpen()) {
        sink.onReady(next, true, false);
      }
      accepted.remove();
      next.register(selector);
    }
  }

  private void onSelected(SelectionKey key) {
    Sink current = sink;
    // A key is invalid if a callback of the same turn has closed its channel.
    if (current == null || !key.isValid()) {
      return;
    }
    if (!awake) {
      awake = true;
      current.onAwake();
    }
    if (key.attachment() instanceof NioEndpoint endpoint) {
      if (key.isReadable()) {
        current.onReady(endpoint, true, false);
      }
      // Checked after reading, which may have closed the endpoint or ended its interest.
      if (key.isValid() && (key.readyOps() & key.interestOps() & SelectionKey.OP_WRITE) != 0) {
        current.onReady(endpoint, false, true);
      }
    } else if (key.attachment() instanceof NioListenSocket socket) {
      socket.accept(current);
    }
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public ListenSocket listen(SocketAddress address, boolean shared) throws IOException {
    return NioListenSocket.open(selector, address, shared);
  }

  @Override
  public ListenSocket adopt(int descriptor) throws IOException {
    return NioListenSocket.adopt(selector, descriptor);
  }

  @Override
  public ReadyEndpoint register(
      AcceptedSocket socket, EventLoop loop, Sink sink, ConnectionFactory factory)
      throws IOException {
    NioEndpoint endpoint;
    try {
      endpoint = new NioEndpoint(this, loop, sink, ((NioSocket) socket).channel());
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    endpoints++;
    try {
      if (sink.onOpened(endpoint)) {
        endpoint.start(factory);
        if (polling && ((NioSocket) socket).hasBytes()) {
          accepted.add(endpoint);
        } else {
          endpoint.register(selector);
        }
      } else {
        endpoint.close();
      }
    } catch (Throwable e) {
      endpoint.close();
      throw e;
    }
    return endpoint;
  }

  void onClosed() {
    endpoints--;
  }

  @Override
  public void forEachEndpoint(Consumer<ReadyEndpoint> each) {
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.attachment() instanceof NioEndpoint endpoint) {
        each.accept(endpoint);
      }
    }
    accepted.forEach(each);
  }

  /// Ends the connections that are registered; the others end with their next write. The keys of a
  /// selector may be read on any thread.
  @Override
  public void cutOff() {
    cutOff = true;
    try {
      for (SelectionKey key : selector.keys()) {
        if (key.attachment() instanceof NioEndpoint endpoint) {
          endpoint.cutOff();
        }
      }
    } catch (ClosedSelectorException e) {
      return; // the loop has ended meanwhile, and closed its connections
    }
  }

  boolean isCutOff() {
    return cutOff;
  }

  @Override
  public boolean hasNoEndpoints() {
    return endpoints == 0;
  }

  @Override
  public void close() {
    if (!selector.isOpen()) {
      return;
    }
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a selector could not be closed", e);
    }
  }
}
