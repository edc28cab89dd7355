package otus.server.http.dryrun;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;

/// An end of a connection that has no other one: one request is read from it, and it takes the head
/// of the answer, then no more. Owned by one rehearsal, confined to its loop.
public final class DryRunEndpoint implements Endpoint {
  private final EventLoop loop;
  private final ByteBuffer arrived;
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private EndpointListener listener = Nobody.NONE_OF_THEM;
  private boolean headSent;
  private boolean open = true;

  /// A pipe from which `request` is read.
  public DryRunEndpoint(EventLoop loop, byte[] request) {
    this.loop = loop;
    this.arrived = ByteBuffer.wrap(request);
  }

  /// Says who hears that the pipe was closed.
  public void listener(EndpointListener listener) {
    this.listener = listener;
  }

  /// Whether nothing more is to be waited for: the head is here, or none will come.
  public boolean isDone() {
    return headSent || !open;
  }

  /// The lines of the head: the status line and the field lines; empty if the connection was closed
  /// before there was one.
  public List<String> head() {
    String text = taken.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? List.of() : List.of(text.substring(0, end).split("\r\n"));
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public SocketAddress peer() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(arrived.remaining(), target.remaining());
    target.put(arrived.slice(arrived.position(), count));
    arrived.position(arrived.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    if (headSent) {
      return 0; // the content is nobody's
    }
    int count = source.remaining();
    while (source.hasRemaining()) {
      taken.write(source.get());
    }
    headSent = !head().isEmpty();
    return count;
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) {
    long count = 0;
    for (int i = offset; i < offset + length; i++) {
      count += write(sources[i]);
    }
    return count;
  }

  @Override
  public long send(FileChannel file, long position, long count) throws IOException {
    return 0; // a head comes first, and after it the pipe is full
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void interest(boolean reading, boolean writing) {
    // nothing more comes, and nothing more is taken
  }

  @Override
  public void shutdownOutput() {
    // there is nobody who would read the end
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      listener.onClosed();
    }
  }

  @Override
  public void abort() {
    close();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  /// Hears nothing.
  private enum Nobody implements EndpointListener {
    NONE_OF_THEM;

    @Override
    public void onReadable() {}

    @Override
    public void onWritable() {}

    @Override
    public void onDrain() {}

    @Override
    public void onClosed() {}
  }
}
