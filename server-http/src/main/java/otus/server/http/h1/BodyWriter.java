package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.http.connection.SendRate;
import otus.server.http.exchange.ResponseBodyReader;
import otus.server.http.exchange.ResponseMemory;
import otus.server.http.exchange.Segment;
import otus.server.http.h1.codec.ChunkedEncoder;

/// Writes one body in the framing of HTTP/1: segment after segment, in chunks if its length is
/// unknown. It can stop at any byte and continue. Owned by the [ResponseWriter], confined to its
/// loop.
final class BodyWriter {
  /// The maximum number of segments in one turn of the loop: each may have one byte only.
  private static final int SEGMENTS_A_TURN = 256;

  /// The maximum number of bytes of one write of a heap buffer: the JDK copies them before it
  /// writes, so a larger write would copy bytes that the kernel is unlikely to accept.
  private static final int HEAP_WINDOW = 64 * 1024;

  /// Memory in bytes of a response beside its body: its headers, and the objects that write it.
  private static final int RESPONSE = 1024;

  private final ResponseBodyReader reader;
  private final WriteQueue queue;
  private final RegionWriter regions;
  private final @Nullable SendRate rate;
  private final ResponseMemory responses;
  private final boolean chunked;
  private final long bytesOfTurn;
  private boolean firstChunk = true;

  /// The segment that is being written, if it does not fit into the queue.
  private @Nullable ByteBuffer bytes;

  private Body.@Nullable FileRegion region;

  /// The number of bytes of the region that were written.
  private long done;

  /// The number of bytes that the connection may still send before it pauses.
  private long left;

  /// Whether the queue may hold bytes that a stream has lent.
  private boolean lent;

  /// Whether the end of a chunked body is in the queue.
  private boolean ended;

  /// The memory of the body, or null until it is needed.
  private ResponseMemory.@Nullable Use use;

  /// @param queue the queue, which is written before the body
  /// @param regions the writer of parts of files
  /// @param rate the limit of the connection's rate, or null
  /// @param responses the memory of all bodies of the loop
  /// @param chunked whether the body is sent in chunks (RFC 9112 §7.1)
  BodyWriter(
      ResponseBodyReader reader,
      WriteQueue queue,
      RegionWriter regions,
      @Nullable SendRate rate,
      ResponseMemory responses,
      boolean chunked) {
    this.reader = reader;
    this.queue = queue;
    this.regions = regions;
    this.rate = rate;
    this.responses = responses;
    this.chunked = chunked;
    bytesOfTurn = regions.endpoint().bytesOfTurn();
  }

  /// Returns the memory of the body in bytes, including the objects that write it.
  long held() {
    ResponseMemory.Use known = use;
    if (known == null) {
      known = responses.begin(reader.body());
      use = known;
    }
    return RESPONSE + known.size() + Math.max(0, reader.largestLent() - ResponseMemory.STREAM);
  }

  /// Closes the body, complete or not.
  void close() {
    if (use != null) {
      use.end();
    }
    reader.close();
  }

  /// Writes as much as the endpoint accepts and one turn allows.
  Progress write() throws IOException {
    long before = queue.sent();
    long allowed = rate == null ? Long.MAX_VALUE : rate.allowance();
    for (int i = 0; i < SEGMENTS_A_TURN; i++) {
      long sent = queue.sent() - before;
      left = allowed - sent;
      boolean spent = sent >= Math.min(allowed, bytesOfTurn);
      if (spent && (region != null || bytes != null)) {
        break;
      }
      if ((queue.isCrowded() || lent || rate != null) && !queue.flush()) {
        return Progress.BLOCKED;
      }
      Progress progress = step();
      if (progress != null) {
        return progress;
      }
      if (spent) {
        break;
      }
    }
    if (!queue.flush()) {
      return Progress.BLOCKED;
    }
    return rate == null ? Progress.YIELDED : Progress.PAUSED;
  }

  private @Nullable Progress step() throws IOException {
    Body.FileRegion file = region;
    if (file != null) {
      return region(file);
    }
    ByteBuffer memory = bytes;
    if (memory != null) {
      return bytes(memory);
    }
    lent = false; // the chunk was written, so its loan may end, which it does with the next one
    return next();
  }

  /// Adds the next segment to the queue, so that several segments are written at once.
  ///
  /// @return the progress, or null if there is more to write
  private @Nullable Progress next() throws IOException {
    return switch (reader.next()) {
      case Segment.Bytes(ByteBuffer buffer, boolean ofStream) -> {
        beginChunk(buffer.remaining());
        lent = ofStream;
        yield bytes(buffer);
      }
      case Segment.FileRegion(Body.FileRegion file) -> {
        beginChunk(file.length());
        region = file;
        done = 0;
        yield null;
      }
      case Segment.Pending pending -> queue.flush() ? Progress.WAITING : Progress.BLOCKED;
      case Segment.End(Headers trailers) -> {
        if (chunked && !ended) {
          ended = true;
          queue.add(ChunkedEncoder.end(trailers, firstChunk));
        }
        yield queue.flush() ? Progress.DONE : Progress.BLOCKED;
      }
      case Segment.Failed failed -> Progress.BROKEN;
    };
  }

  private void beginChunk(long size) {
    if (chunked) {
      queue.add(ChunkedEncoder.before(size, firstChunk));
      firstChunk = false;
    }
  }

  private @Nullable Progress bytes(ByteBuffer buffer) throws IOException {
    int most = buffer.isDirect() ? Integer.MAX_VALUE : HEAP_WINDOW;
    int window = (int) Math.max(0, Math.min(most, left));
    if (buffer.remaining() <= window) {
      queue.add(buffer);
      bytes = null;
      return null;
    }
    queue.add(buffer.slice(buffer.position(), window));
    bytes = buffer.position(buffer.position() + window);
    return queue.flush() ? null : Progress.BLOCKED;
  }

  private @Nullable Progress region(Body.FileRegion file) throws IOException {
    if (!queue.flush()) {
      return Progress.BLOCKED;
    }
    long count = regions.write(file, done, Math.min(left, bytesOfTurn));
    if (count <= 0) {
      return count == RegionWriter.CHANGED ? Progress.BROKEN : Progress.BLOCKED;
    }
    queue.count(count);
    done += count;
    if (done == file.length()) {
      region = null;
    }
    return null;
  }
}
