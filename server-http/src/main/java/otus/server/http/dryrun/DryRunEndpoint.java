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
import org.jspecify.annotations.Nullable;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;

/// An endpoint in memory without a peer: it supplies one request, captures the response head and
/// accepts no further bytes. Owned by one dry run, confined to its loop.
public final class DryRunEndpoint implements Endpoint {
  private final EventLoop loop;
  private final ByteBuffer request;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final SocketAddress local;
  private @Nullable EndpointListener listener;
  private boolean headSent;
  private boolean open = true;

  /// Creates an endpoint that supplies `request`.
  ///
  /// @param local the address of this end, or null for a loopback address
  public DryRunEndpoint(EventLoop loop, byte[] request, @Nullable SocketAddress local) {
    this.loop = loop;
    this.local = local == null ? peer() : local;
    this.request = ByteBuffer.wrap(request);
  }

  /// Sets the listener, which is only notified when the endpoint is closed.
  @Override
  public void replaceListener(EndpointListener next) {
    listener = next;
  }

  /// Returns whether the head is complete, or the connection was closed without one.
  public boolean isDone() {
    return headSent || !open;
  }

  /// Returns the status line and the header lines; empty if the head is not complete.
  public List<String> head() {
    String text = written.toString(StandardCharsets.ISO_8859_1);
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
  public SocketAddress local() {
    return local;
  }

  @Override
  public boolean countAs(SocketAddress client) {
    return true;
  }

  @Override
  public int read(ByteBuffer target) {
    int count = Math.min(request.remaining(), target.remaining());
    target.put(request.slice(request.position(), count));
    request.position(request.position() + count);
    return count;
  }

  @Override
  public int write(ByteBuffer source) {
    if (headSent) {
      return 0; // the body is not captured
    }
    int count = source.remaining();
    while (source.hasRemaining()) {
      written.write(source.get());
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
    return 0; // files follow the head, and no byte is accepted after the head
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void interest(boolean reading, boolean writing) {
    // the endpoint never becomes readable or writable
  }

  @Override
  public void shutdownOutput() {
    // no peer reads the end
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      EndpointListener current = listener;
      if (current != null) {
        current.onClosed();
      }
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
}
