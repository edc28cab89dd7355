package otus.server.http.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.Principal;
import org.jspecify.annotations.Nullable;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;

/// An endpoint that shows other addresses than the one below, and first supplies bytes that were
/// read ahead there. It adds nothing to the bytes that are written. Confined to its loop.
public final class AddressedEndpoint implements Endpoint {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Endpoint below;
  private final SocketAddress peer;
  private final SocketAddress local;
  private ByteBuffer ahead;

  private AddressedEndpoint(
      Endpoint below, SocketAddress peer, SocketAddress local, ByteBuffer ahead) {
    this.below = below;
    this.peer = peer;
    this.local = local;
    this.ahead = ahead;
  }

  /// Returns an endpoint with another address of this end.
  public static AddressedEndpoint at(SocketAddress local, Endpoint below) {
    return new AddressedEndpoint(below, below.peer(), local, NOTHING);
  }

  /// Returns an endpoint with another address of the other end.
  ///
  /// @param ahead the bytes that were read ahead
  static AddressedEndpoint of(SocketAddress peer, Endpoint below, ByteBuffer ahead) {
    return new AddressedEndpoint(below, peer, below.local(), ahead);
  }

  @Override
  public EventLoop loop() {
    return below.loop();
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
  public @Nullable Principal subject() {
    return below.subject();
  }

  @Override
  public boolean countAs(SocketAddress client) {
    return below.countAs(client);
  }

  /// Returns whether bytes were read ahead that were not read here, which no poll reports.
  boolean hasAhead() {
    return ahead.hasRemaining();
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (!ahead.hasRemaining()) {
      return below.read(target);
    }
    int count = Math.min(ahead.remaining(), target.remaining());
    target.put(ahead.slice(ahead.position(), count));
    ahead.position(ahead.position() + count);
    if (!ahead.hasRemaining()) {
      ahead = NOTHING;
    }
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return below.write(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    return below.write(sources, offset, length);
  }

  @Override
  public long send(FileChannel file, long position, long count) throws IOException {
    return below.send(file, position, count);
  }

  @Override
  public boolean flush() throws IOException {
    return below.flush();
  }

  @Override
  public long unsent() {
    return below.unsent();
  }

  @Override
  public int bytesOfTurn() {
    return below.bytesOfTurn();
  }

  @Override
  public void interest(boolean reading, boolean writing) {
    below.interest(reading, writing);
  }

  @Override
  public void shutdownOutput() throws IOException {
    below.shutdownOutput();
  }

  @Override
  public void close() {
    below.close();
  }

  @Override
  public void abort() {
    below.abort();
  }

  @Override
  public void replaceListener(EndpointListener next) {
    below.replaceListener(next);
  }

  @Override
  public boolean isOpen() {
    return below.isOpen();
  }
}
