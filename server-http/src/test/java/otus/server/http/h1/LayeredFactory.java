package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;

/// Adds a layer below each connection, as encryption does, which delays bytes and splits them in
/// other places, in both directions. It delivers bytes that it has read in tasks, and passes
/// written bytes on only when it is flushed. All tests of the connection also run over it (see the
/// second execution of the tests in the POM).
final class LayeredFactory implements ConnectionFactory {
  /// How many bytes the layer holds at most in each direction.
  private static final int SIZE = 4096;

  private final ConnectionFactory inner;

  LayeredFactory(ConnectionFactory inner) {
    this.inner = inner;
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    Layer layer = new Layer(endpoint);
    layer.listener = inner.create(layer);
    return layer;
  }

  /// The endpoint of the connection, and the listener of the endpoint below.
  private static final class Layer extends LayerEndpoint {
    private final ByteBuffer in = ByteBuffer.allocate(SIZE).limit(0);
    private final ByteBuffer out = ByteBuffer.allocate(SIZE);
    private boolean ended;

    /// Counts pieces, whose sizes differ.
    private int pieces;

    Layer(Endpoint below) {
      super(below);
    }

    private int piece() {
      return 1 + pieces++ * 7 % 97;
    }

    @Override
    boolean hasArrived() {
      return in.hasRemaining();
    }

    @Override
    boolean hasUnsent() {
      return out.position() > 0;
    }

    @Override
    boolean pass() throws IOException {
      return flush();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!in.hasRemaining()) {
        fill();
      }
      if (!in.hasRemaining()) {
        return ended ? -1 : 0;
      }
      int count = Math.min(piece(), Math.min(in.remaining(), target.remaining()));
      target.put(in.slice(in.position(), count));
      in.position(in.position() + count);
      return count;
    }

    private void fill() throws IOException {
      in.clear();
      int count = below.read(in);
      ended |= count < 0;
      in.flip();
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int count = Math.min(source.remaining(), out.remaining());
      out.put(source.slice(source.position(), count));
      source.position(source.position() + count);
      if (!out.hasRemaining()) {
        flush();
      }
      return count;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      long sum = 0;
      for (int i = offset; i < offset + length; i++) {
        sum += write(sources[i]);
        if (sources[i].hasRemaining()) {
          break;
        }
      }
      return sum;
    }

    @Override
    public long send(FileChannel file, long position, long count) throws IOException {
      if (!out.hasRemaining() && !flush()) {
        return 0;
      }
      ByteBuffer part = ByteBuffer.allocate((int) Math.min(count, out.remaining()));
      return file.read(part, position) < 0 ? 0 : write(part.flip());
    }

    @Override
    public boolean flush() throws IOException {
      out.flip();
      try {
        while (out.hasRemaining()) {
          int length = Math.min(piece(), out.remaining());
          int count = below.write(out.slice(out.position(), length));
          out.position(out.position() + count);
          if (count < length) {
            break;
          }
        }
        return !out.hasRemaining();
      } finally {
        out.compact();
        setInterest();
      }
    }

    @Override
    public void shutdownOutput() throws IOException {
      assertFlushed();
      below.shutdownOutput();
    }

    @Override
    public void close() {
      assertFlushed();
      below.close();
    }

    /// A message that is not flushed is cut off by an orderly end.
    private void assertFlushed() {
      if (below.isOpen() && out.position() > 0) {
        throw new AssertionError("ended with " + out.position() + " bytes that are not flushed");
      }
    }
  }
}
