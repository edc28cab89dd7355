package otus.server.app.filters.compress;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;

/// Compresses a whole body in memory. It reads files and computes, so it runs on workers only. It
/// does not close the body, nor move the position of a shared file channel.
final class Gzip {
  private static final int PIECE = 64 * 1024;

  /// Memory for the input buffer, the output of the compressor, and the rest of the last piece.
  private static final long BUFFERS = 3 * PIECE;

  private Gzip() {}

  /// Returns whether this class can read a body. It cannot read a stream, which is pulled on an
  /// event loop while it is sent; but a stream of length 0 only needs to be closed.
  static boolean reads(Body body) {
    return switch (body) {
      case Body.Empty empty -> true;
      case Body.Bytes bytes -> true;
      case Body.FileRegion region -> true;
      case Body.Stream stream -> stream.length() == 0;
      case Body.Sequence sequence -> sequence.parts().stream().allMatch(Gzip::reads);
    };
  }

  /// The maximum memory for compressing a body, including the result, in bytes.
  static long room(Body body) {
    return 2 * body.length() + BUFFERS;
  }

  /// Compresses a body.
  ///
  /// @param level level of zlib, 1 to 9
  /// @return the compressed bytes, or null if they are not shorter
  /// @throws IOException if a file cannot be read or has changed
  static byte @Nullable [] of(Body body, int level) throws IOException {
    Bounded out = new Bounded((int) body.length());
    try (Stream gzip = new Stream(out, level)) {
      copy(body, gzip);
    }
    return out.isFull() ? null : out.toByteArray();
  }

  private static void copy(Body body, Stream out) throws IOException {
    switch (body) {
      case Body.Empty empty -> {
        // nothing
      }
      case Body.Stream stream -> {
        // of length 0, as #reads has checked
      }
      case Body.Bytes bytes -> copy(bytes.buffer().duplicate(), out);
      case Body.FileRegion region -> copy(region, out);
      case Body.Sequence sequence -> {
        for (Body part : sequence.parts()) {
          copy(part, out);
        }
      }
    }
  }

  private static void copy(ByteBuffer buffer, Stream out) throws IOException {
    byte[] piece = new byte[Math.min(PIECE, buffer.remaining())];
    while (buffer.hasRemaining() && !out.isFull()) {
      int length = Math.min(piece.length, buffer.remaining());
      buffer.get(piece, 0, length);
      out.write(piece, 0, length);
    }
  }

  private static void copy(Body.FileRegion region, Stream out) throws IOException {
    FileChannel channel = region.file().channel();
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, region.length()));
    for (long done = 0; done < region.length() && !out.isFull(); ) {
      piece.clear().limit((int) Math.min(piece.capacity(), region.length() - done));
      int count = channel.read(piece, region.offset() + done);
      if (count < 0) {
        throw new EOFException("a file became shorter while it was compressed");
      }
      out.write(piece.array(), 0, count);
      done += count;
    }
    if (!out.isFull() && !region.file().isUnchanged()) {
      throw new IOException("a file changed while it was compressed");
    }
  }

  /// A gzip stream with a given level.
  private static final class Stream extends GZIPOutputStream {
    private final Bounded bounded;

    Stream(Bounded out, int level) throws IOException {
      super(out, PIECE);
      bounded = out;
      def.setLevel(level);
    }

    boolean isFull() {
      return bounded.isFull();
    }
  }

  /// An output in memory with fewer bytes than a bound; at the bound it is full and discards
  /// further bytes. It is kept in pieces until it is complete, so that it never takes more than
  /// twice its length.
  private static final class Bounded extends OutputStream {
    private final int bound;
    private final List<byte[]> pieces = new ArrayList<>();
    private int count;
    private boolean full;

    Bounded(int bound) {
      this.bound = bound;
    }

    boolean isFull() {
      return full;
    }

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      full |= count + length >= bound;
      for (int done = 0; !full && done < length; ) {
        int place = count % PIECE;
        if (place == 0) {
          pieces.add(new byte[Math.min(PIECE, bound - count)]);
        }
        byte[] piece = pieces.getLast();
        int part = Math.min(length - done, piece.length - place);
        System.arraycopy(bytes, offset + done, piece, place, part);
        count += part;
        done += part;
      }
    }

    byte[] toByteArray() {
      byte[] all = new byte[count];
      for (int i = 0; i < pieces.size(); i++) {
        int start = i * PIECE;
        System.arraycopy(pieces.get(i), 0, all, start, Math.min(PIECE, count - start));
      }
      return all;
    }
  }
}
