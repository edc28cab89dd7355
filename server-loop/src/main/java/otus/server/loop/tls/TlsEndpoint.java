package otus.server.loop.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.Principal;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;
import otus.server.loop.ListenerCalls;
import otus.server.loop.SafeLog;
import otus.server.loop.address.AddressText;

/// The endpoint of the next protocol after a handshake, and the listener of the endpoint below.
/// Owned by the [TlsConnection], confined to its loop.
final class TlsEndpoint implements Endpoint, EndpointListener {
  private static final Logger LOG = System.getLogger(TlsEndpoint.class.getName());

  private final TlsFactory factory;
  private final TlsConnection connection;
  private final Endpoint below;
  private final SSLEngine engine;
  private final CipherOutput output;
  private final PlainInput input;
  private @Nullable EndpointListener listener;
  private boolean reading = true;
  private boolean writing;

  private boolean shutDownDue; // of the endpoint below, when everything has left
  private boolean scheduled; // a task that calls the listener

  private boolean open = true;

  TlsEndpoint(
      TlsFactory factory,
      TlsConnection connection,
      Endpoint below,
      SSLEngine engine,
      CipherInput arrived,
      CipherOutput output) {
    this.factory = factory;
    this.connection = connection;
    this.below = below;
    this.engine = engine;
    this.output = output;
    input =
        new PlainInput(factory.resources().buffers(), engine, arrived, output, connection.held());
  }

  /// Creates the listener, and passes on what has happened and arrived during the handshake.
  void begin(ConnectionFactory next, boolean announced, boolean draining) throws IOException {
    listener = next.create(this);
    if (!open) {
      notifyClosed(); // the factory itself has closed the endpoint
      return;
    }
    if (announced) {
      listener().onShutdownAnnounced();
    }
    if (draining && open) {
      listener().onDrain();
    }
    rest();
  }

  @Override
  public EventLoop loop() {
    return below.loop();
  }

  @Override
  public SocketAddress peer() {
    return below.peer();
  }

  @Override
  public SocketAddress local() {
    return below.local();
  }

  @Override
  public @Nullable Principal subject() {
    return TlsConnection.subject(engine);
  }

  @Override
  public boolean countAs(SocketAddress client) {
    return below.countAs(client);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    return input.read(target);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return (int) write(new ByteBuffer[] {source}, 0, 1);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return accepted(output.write(sources, offset, length));
  }

  @Override
  public long send(FileChannel file, long position, long count) throws IOException {
    return accepted(output.write(file, position, count));
  }

  private long accepted(long count) {
    if (output.unsent() > 0) {
      setInterest();
    }
    return count;
  }

  @Override
  public boolean flush() throws IOException {
    return output.pass() && below.flush();
  }

  @Override
  public long unsent() {
    return output.unsent() + below.unsent();
  }

  @Override
  public int bytesOfTurn() {
    return 128 * 1024; // encrypting takes time, at first much
  }

  @Override
  public void interest(boolean nowReading, boolean nowWriting) {
    reading = nowReading;
    writing = nowWriting;
    rest();
  }

  private void setInterest() {
    below.interest(reading && !input.isBlocked(), writing || output.unsent() > 0);
  }

  /// Sets the interest at the end of an event, and calls the listener later for what no poll
  /// reports.
  private void rest() {
    if (!isOpen()) {
      return;
    }
    setInterest();
    if (reading && input.isPending() && !scheduled) {
      scheduled = true;
      loop().execute(this::onScheduled);
    }
  }

  private void onScheduled() {
    scheduled = false;
    if (isOpen() && input.isPending()) {
      onReadable();
    }
  }

  private EndpointListener listener() {
    EndpointListener current = listener;
    if (current == null) {
      throw new IllegalStateException("the endpoint has not begun");
    }
    return current;
  }

  @Override
  public void onReadable() {
    try {
      if (reading) {
        listener().onReadable();
      }
    } catch (Throwable e) {
      ListenerCalls.fail(this, e);
    }
    rest();
  }

  @Override
  public void onWritable() throws IOException {
    if (output.pass()) {
      input.reply();
      if (shutDownDue) {
        shutDownDue = false;
        below.shutdownOutput();
      }
      if (writing) {
        listener().onWritable();
      }
    }
    rest();
  }

  @Override
  public void onShutdownAnnounced() throws IOException {
    listener().onShutdownAnnounced();
    rest();
  }

  @Override
  public void onDrain() throws IOException {
    listener().onDrain();
    rest();
  }

  @Override
  public void shutdownOutput() throws IOException {
    output.close();
    input.onOutputClosed();
    if (output.pass()) {
      below.shutdownOutput();
    } else {
      shutDownDue = true;
      setInterest();
    }
  }

  @Override
  public void close() {
    if (isOpen()) {
      depart(true);
    }
  }

  @Override
  public void abort() {
    if (!isOpen()) {
      return;
    }
    if (input.isFailed()) {
      depart(false); // a reset could overtake the alert
    } else {
      below.abort();
    }
  }

  /// @param last whether `close_notify` is still to be sent
  private void depart(boolean last) {
    open = false;
    try {
      if (last) {
        output.close();
      }
      new PendingClose(factory, connection, below, output).begin();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "event=close-failed peer=" + AddressText.of(peer()), e);
      below.abort();
    }
    notifyClosed();
  }

  @Override
  public void onClosed() {
    open = false;
    notifyClosed();
  }

  private void notifyClosed() {
    EndpointListener closed = listener;
    if (closed == null) {
      return;
    }
    listener = null;
    try {
      closed.onClosed();
    } catch (Throwable e) {
      SafeLog.log(LOG, Level.ERROR, "event=close-failed peer=" + AddressText.of(peer()), e);
    }
  }

  @Override
  public void replaceListener(EndpointListener next) {
    listener = next;
  }

  @Override
  public boolean isOpen() {
    return open && below.isOpen();
  }
}
