package otus.server.http.testing;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.http.exchange.IntendedBreakException;

/// The bytes of a body in the parts of a [Pace]. Owned by the response; the loop of the connection
/// calls it, one call after the other.
final class PacedSource implements ByteSource {
  private static final int FILE_PART = 64 * 1024;

  private final Body body;
  private final Pace pace;
  private final Pauses pauses;
  private final Deque<Body> bodies = new ArrayDeque<>();

  /// The rest of the bytes that were read.
  private ByteBuffer rest = ByteBuffer.allocate(0);

  /// The number of bytes that were read of the current file.
  private long read;

  private long sent;
  private Chunk end = Chunk.end();

  PacedSource(Body body, Pace pace, Pauses pauses) {
    this.body = body;
    this.pace = pace;
    this.pauses = pauses;
    bodies.push(body);
  }

  @Override
  public CompletionStage<Chunk> next() {
    if (sent == pace.end()) {
      return broken();
    }
    boolean first = sent == 0;
    return first || pace.pause().isZero() ? part() : part().thenCompose(this::late);
  }

  private CompletionStage<Chunk> late(Chunk part) {
    return part instanceof Chunk.End
        ? CompletableFuture.completedStage(part)
        : pauses.pause(pace.pause()).thenApply(_ -> part);
  }

  /// Returns the next part, whose bytes may still have to arrive.
  private CompletionStage<Chunk> part() {
    while (!rest.hasRemaining()) {
      switch (bodies.peek()) {
        case null -> {
          return pace.breaks() ? broken() : CompletableFuture.completedStage(end);
        }
        case Body.Empty empty -> bodies.pop();
        case Body.Bytes(var buffer) -> {
          bodies.pop();
          rest = buffer.duplicate();
        }
        case Body.Sequence(var parts) -> {
          bodies.pop();
          parts.reversed().forEach(bodies::push);
        }
        case Body.FileRegion region -> {
          try {
            rest = read(region);
          } catch (IOException e) {
            return CompletableFuture.failedStage(e);
          }
        }
        case Body.Stream(var source, long length) -> {
          return source.next().thenCompose(this::arrived);
        }
      }
    }
    return CompletableFuture.completedStage(cut());
  }

  private CompletionStage<Chunk> arrived(Chunk chunk) {
    if (chunk instanceof Chunk.Data(var bytes)) {
      rest = bytes.slice();
    } else {
      bodies.pop();
      end = chunk;
    }
    return part();
  }

  private ByteBuffer read(Body.FileRegion region) throws IOException {
    int size = (int) Math.min(Math.min(pace.part(), FILE_PART), region.length() - read);
    ByteBuffer buffer = ByteBuffer.allocate(size);
    while (buffer.hasRemaining()) {
      long position = region.offset() + read + buffer.position();
      if (region.file().channel().read(buffer, position) < 0) {
        throw new EOFException("the file has become shorter");
      }
    }
    read += size;
    if (read == region.length()) {
      bodies.pop();
      read = 0;
    }
    return buffer.flip();
  }

  /// Returns the beginning of the rest.
  private Chunk cut() {
    int size = (int) Math.min(Math.min(pace.part(), rest.remaining()), pace.end() - sent);
    ByteBuffer part = rest.slice(rest.position(), size);
    rest.position(rest.position() + size);
    sent += size;
    return new Chunk.Data(part);
  }

  private static CompletionStage<Chunk> broken() {
    return CompletableFuture.failedStage(new IntendedBreakException());
  }

  @Override
  public void close() {
    body.close();
  }
}
