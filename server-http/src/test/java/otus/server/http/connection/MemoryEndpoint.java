package otus.server.http.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;

/// An endpoint in memory: supplies the bytes of the client, and records the bytes written.
public final class MemoryEndpoint implements Endpoint {
  /// The address of each client.
  public static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 50000);

  private final ManualLoop loop;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ByteBuffer arrived = ByteBuffer.allocate(0);
  private boolean finished;
  private @Nullable IOException broken;
  private @Nullable EndpointListener listener;
  private boolean open = true;

  /// The maximum number of bytes of one read.
  public int mostARead = Integer.MAX_VALUE;

  /// The number of bytes that the endpoint accepts now.
  public long room = Long.MAX_VALUE;

  /// More room, which is there after the next write: the client reads meanwhile.
  public long roomAfterWrite;

  /// Whether the endpoint is reported writable as soon as it accepts a byte.
  public boolean callsWritable = true;

  public boolean reading = true;
  public boolean writing;
  public boolean outputShut;
  public boolean aborted;
  public int closedCalls;

  /// The number of calls of write and send.
  public int writes;

  /// The number of calls of send.
  public int sends;

  public MemoryEndpoint(ManualLoop loop) {
    this.loop = loop;
  }

  /// The listener of the events.
  public EndpointListener listener() {
    return Objects.requireNonNull(listener);
  }

  @Override
  public void replaceListener(EndpointListener next) {
    listener = next;
  }

  public void arrive(byte[] octets) {
    ByteBuffer all = ByteBuffer.allocate(arrived.remaining() + octets.length);
    arrived = all.put(arrived).put(octets).flip();
  }

  public void finish() {
    finished = true;
  }

  public void breakOff() {
    broken = new IOException("connection reset by peer");
  }

  public boolean isReadable() {
    return arrived.hasRemaining() || finished || broken != null;
  }

  public boolean isWritable() {
    return (callsWritable && room > 0) || broken != null;
  }

  public int unread() {
    return arrived.remaining();
  }

  public byte[] written() {
    return written.toByteArray();
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public SocketAddress peer() {
    return CLIENT;
  }

  @Override
  public SocketAddress local() {
    return InetSocketAddress.createUnresolved("server.example", 80);
  }

  /// The client as which the connection is counted.
  public @Nullable SocketAddress counted;

  /// Whether that client is within its limit.
  public boolean withinLimit = true;

  @Override
  public boolean countAs(SocketAddress client) {
    counted = client;
    return withinLimit;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    check();
    if (!arrived.hasRemaining()) {
      return finished ? -1 : 0;
    }
    int count = Math.min(mostARead, Math.min(arrived.remaining(), target.remaining()));
    target.put(arrived.slice(arrived.position(), count));
    arrived.position(arrived.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    check();
    writes++;
    return take(source);
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    check();
    writes++;
    long sum = 0;
    for (int i = offset; i < offset + length; i++) {
      sum += take(sources[i]);
    }
    return sum;
  }

  @Override
  public long send(FileChannel file, long position, long count) throws IOException {
    check();
    writes++;
    sends++;
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Math.min(count, room), 1 << 16));
    return file.read(bytes, position) < 0 ? 0 : take(bytes.flip());
  }

  private int take(ByteBuffer source) {
    if (outputShut) {
      throw new AssertionError("written after shutdownOutput");
    }
    byte[] octets = new byte[(int) Math.min(source.remaining(), room)];
    room += roomAfterWrite;
    roomAfterWrite = 0;
    source.get(octets);
    written.writeBytes(octets);
    room -= octets.length;
    return octets.length;
  }

  private void check() throws IOException {
    if (!loop.inLoop()) {
      throw new AssertionError("not on the loop");
    }
    if (!open) {
      throw new ClosedChannelException();
    }
    if (broken != null) {
      throw broken;
    }
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void interest(boolean reading, boolean writing) {
    this.reading = reading;
    this.writing = writing;
  }

  @Override
  public void shutdownOutput() throws IOException {
    check();
    outputShut = true;
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      closedCalls++;
      if (listener != null) {
        listener.onClosed();
      }
    }
  }

  @Override
  public void abort() {
    aborted |= open;
    close();
  }

  @Override
  public boolean isOpen() {
    return open;
  }
}
