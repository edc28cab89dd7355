package otus.server.loop.nio;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;
import otus.server.loop.ListenerCalls;
import otus.server.loop.Poller;
import otus.server.loop.SafeLog;
import otus.server.loop.address.AddressText;

/// The endpoint of a TCP or Unix connection; confined to its loop, except [#cutOff].
final class NioEndpoint implements Endpoint, Poller.ReadyEndpoint {
  private static final Logger LOG = System.getLogger(NioEndpoint.class.getName());

  private final NioPoller poller;
  private final EventLoop loop;
  private final Poller.Sink sink;
  private final SocketChannel channel;
  private final SocketAddress peer;
  private final SocketAddress local;

  /// The address as which the connection is counted.
  private SocketAddress counted;

  private @Nullable SelectionKey key;
  private @Nullable EndpointListener listener;
  private int interest = SelectionKey.OP_READ;
  private boolean open = true;
  private boolean written;

  /// Whether the kernel sends each write at once, also if the one before has not arrived.
  private boolean prompt;

  /// @param sink the receiver of [Poller.Sink#onClosed]
  NioEndpoint(NioPoller poller, EventLoop loop, Poller.Sink sink, SocketChannel channel)
      throws IOException {
    this.poller = poller;
    this.loop = loop;
    this.sink = sink;
    this.channel = channel;
    this.peer = channel.getRemoteAddress();
    this.counted = peer;
    this.local = channel.getLocalAddress();
    channel.configureBlocking(false);
  }

  /// Creates the listener.
  void start(ConnectionFactory factory) {
    EndpointListener created = factory.create(this);
    listener = created;
    if (!open) {
      notifyClosed(created); // the factory itself has closed the endpoint
    }
  }

  /// Registers with the selector, unless it was closed. Readiness is reported from the next turn
  /// on, including earlier events.
  void register(Selector selector) {
    if (!open) {
      return;
    }
    try {
      key = channel.register(selector, interest, this);
    } catch (IOException e) {
      ListenerCalls.fail(this, e);
    }
  }

  @Override
  public Endpoint endpoint() {
    return this;
  }

  @Override
  public EndpointListener listener() {
    EndpointListener current = listener;
    if (current == null) {
      throw new IllegalStateException("the endpoint has not started");
    }
    return current;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public SocketAddress peer() {
    return peer;
  }

  @Override
  public SocketAddress local() {
    return local;
  }

  @Override
  public boolean countAs(SocketAddress client) {
    assert loop.inLoop();
    SocketAddress former = counted;
    counted = client;
    return sink.onCountedAs(former, client);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    assert loop.inLoop();
    return channel.read(target);
  }

  /// Called before each write. The kernel sends the first one at once in any case, so a connection
  /// with one response does not need the option.
  private void beforeWrite() throws IOException {
    if (poller.isCutOff()) {
      throw new ClosedChannelException();
    }
    if (!prompt) {
      if (written && channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      }
      prompt = written;
      written = true;
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    assert loop.inLoop();
    beforeWrite();
    return channel.write(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    assert loop.inLoop();
    beforeWrite();
    return channel.write(sources, offset, length);
  }

  @Override
  public long send(FileChannel file, long position, long count) throws IOException {
    assert loop.inLoop();
    if (Thread.interrupted()) {
      // Set by a handler. It has no meaning for a loop, but would close both channels here.
      LOG.log(Level.WARNING, "event=interrupt-ignored peer=" + AddressText.of(peer));
    }
    beforeWrite();
    // The channel itself, not a wrapper: otherwise the kernel cannot send the file directly.
    return file.transferTo(position, count, channel);
  }

  /// The kernel has everything that was written.
  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void interest(boolean reading, boolean writing) {
    assert loop.inLoop();
    int ops = (reading ? SelectionKey.OP_READ : 0) | (writing ? SelectionKey.OP_WRITE : 0);
    SelectionKey current = key;
    if (ops != interest && open) {
      interest = ops;
      if (current != null) {
        current.interestOps(ops);
      }
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    assert loop.inLoop();
    channel.shutdownOutput();
  }

  /// Ends the output while the loop is stalled. Any thread.
  void cutOff() {
    try {
      channel.shutdownOutput();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "event=cut-off-failed peer=" + AddressText.of(peer), e);
    }
  }

  @Override
  public void abort() {
    assert loop.inLoop();
    if (!open) {
      return;
    }
    try {
      if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
    } catch (IOException e) {
      // Also if the channel is already closed, for example by an interrupt.
      LOG.log(Level.DEBUG, () -> "event=reset-failed peer=" + AddressText.of(peer), e);
    }
    close();
  }

  @Override
  public void close() {
    assert loop.inLoop();
    if (!open) {
      return;
    }
    open = false;
    sink.onClosed(counted); // first: the client may connect again as soon as it sees the end
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "event=close-failed peer=" + AddressText.of(peer), e);
    }
    poller.onClosed();
    EndpointListener current = listener;
    if (current != null) {
      notifyClosed(current);
    }
  }

  private void notifyClosed(EndpointListener closed) {
    try {
      closed.onClosed();
    } catch (Throwable e) {
      SafeLog.log(LOG, Level.ERROR, "event=close-failed peer=" + AddressText.of(peer), e);
    }
  }

  @Override
  public void replaceListener(EndpointListener next) {
    assert loop.inLoop();
    listener = next;
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
