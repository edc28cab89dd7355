package otus.server.http.h1;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.http.exchange.FirstPart;
import otus.server.http.exchange.PendingChunk;
import otus.server.http.h1.codec.ChunkedEncoder;
import otus.server.loop.Endpoint;
import otus.server.loop.SafeLog;

/// Sends the content of one response: a cursor over a body that can stop at any byte and go on.
/// Owned by a connection, which closes it, and the body with it; confined to its loop.
final class BodyWriter {
  private static final Logger LOG = System.getLogger(BodyWriter.class.getName());

  /// The most that is sent in one turn of the loop, so that a fast reader of a huge file does not
  /// keep the loop from the others.
  private static final long BYTES_A_TURN = 1 << 20;

  /// The most pieces of content in one turn, for the same reason: a stream may have one byte in
  /// each.
  private static final int PIECES_A_TURN = 256;

  /// Of a heap buffer the JDK writes a copy, so no more is offered than is likely taken.
  private static final int HEAP_WINDOW = 64 * 1024;

  private final Endpoint endpoint;
  private final WriteQueue queue;
  private final Body body;
  private final boolean chunked;
  private final Runnable onArrival;
  private final RegionWriter regions;
  private final Deque<Body> parts = new ArrayDeque<>();

  /// How many bytes of the current part have been sent or put into the outbox.
  private long done;

  /// Whether the chunk of the current part has its size line.
  private boolean begun;

  private boolean firstChunk = true;
  private boolean ended;
  private Headers trailers = Headers.empty();
  private @Nullable PendingChunk pending;

  /// Whether the outbox may hold bytes that are on loan from a stream.
  private boolean loaned;

  /// The size of the largest buffer a stream has lent: it may have one such all the time.
  private int lent;

  private long written;

  /// @param queue is written first
  /// @param regions writes parts of files
  /// @param onArrival called on the loop when a stream that was waited for can go on
  /// @param chunked whether the content is sent in chunks
  BodyWriter(
      Endpoint endpoint,
      WriteQueue queue,
      RegionWriter regions,
      Body body,
      boolean chunked,
      Runnable onArrival) {
    this.endpoint = endpoint;
    this.queue = queue;
    this.body = body;
    this.chunked = chunked;
    this.onArrival = onArrival;
    this.regions = regions;
    parts.push(body);
  }

  /// Asks a stream for its first chunk, before anything is sent. One that has failed by the time it
  /// returns the stage can still be answered with an error; nobody waits for one that has not, for
  /// its head may have to be there long before (server-sent events).
  ///
  /// @return whether there is anything to send
  boolean begin() {
    if (!(FirstPart.of(body) instanceof Body.Stream stream)) {
      return true;
    }
    PendingChunk first = PendingChunk.from(stream.source(), endpoint.loop(), onArrival);
    pending = first;
    if (first.failure() == null) {
      return true;
    }
    logFailure(first.failure());
    return false;
  }

  /// How many bytes went out since this was last asked.
  long takeWritten() {
    long count = written;
    written = 0;
    return count;
  }

  /// How large the buffers of a stream are, as far as is known.
  int lent() {
    return lent;
  }

  /// Sends what can be sent now.
  Progress write() throws IOException {
    long before = written;
    for (int i = 0; i < PIECES_A_TURN && written - before < BYTES_A_TURN; i++) {
      if (queue.isCrowded() && !flush()) {
        return Progress.BLOCKED;
      }
      Progress progress = next();
      if (progress != null) {
        return progress;
      }
    }
    return flush() ? Progress.YIELDED : Progress.BLOCKED;
  }

  private boolean flush() throws IOException {
    if (!queue.isEmpty()) {
      written += queue.write(endpoint);
    }
    return queue.isEmpty();
  }

  /// Puts the next piece into the outbox, where it waits for others to go with it, or sends it;
  /// null if that can go on.
  private @Nullable Progress next() throws IOException {
    return switch (parts.peek()) {
      case null -> end();
      case Body.Empty empty -> endPart();
      case Body.Bytes bytes -> bytes(bytes);
      case Body.FileRegion region -> flush() ? region(region) : Progress.BLOCKED;
      case Body.Stream stream -> stream(stream);
      case Body.Sequence sequence -> {
        parts.pop();
        sequence.parts().reversed().forEach(parts::push);
        yield null;
      }
    };
  }

  private Progress end() throws IOException {
    if (chunked && !ended) {
      ended = true;
      queue.add(ChunkedEncoder.end(trailers, firstChunk));
    }
    return flush() ? Progress.DONE : Progress.BLOCKED;
  }

  private @Nullable Progress endPart() {
    parts.pop();
    done = 0;
    begun = false;
    return null;
  }

  private void beginChunk(long size) {
    if (chunked) {
      queue.add(ChunkedEncoder.before(size, firstChunk));
      firstChunk = false;
    }
  }

  private @Nullable Progress bytes(Body.Bytes part) throws IOException {
    ByteBuffer buffer = part.buffer();
    int left = buffer.limit() - (int) done;
    if (left == 0) {
      return endPart();
    }
    if (done == 0) {
      beginChunk(left);
    }
    int length = buffer.isDirect() ? left : Math.min(left, HEAP_WINDOW);
    queue.add(buffer.slice((int) done, length));
    done += length;
    return length == left || flush() ? null : Progress.BLOCKED;
  }

  private @Nullable Progress region(Body.FileRegion part) throws IOException {
    long left = part.length() - done;
    if (left == 0) {
      return endPart();
    }
    if (chunked && !begun) {
      begun = true;
      beginChunk(left);
      return null;
    }
    long count = regions.write(part, done, BYTES_A_TURN);
    if (count <= 0) {
      return count == RegionWriter.CHANGED ? Progress.BROKEN : Progress.BLOCKED;
    }
    written += count;
    done += count;
    return null;
  }

  private @Nullable Progress stream(Body.Stream part) throws IOException {
    PendingChunk current = pending;
    if (current == null) {
      // Asking for a chunk ends the loan of the one before, so that must have gone.
      if (loaned && !flush()) {
        return Progress.BLOCKED;
      }
      loaned = false;
      current = PendingChunk.from(part.source(), endpoint.loop(), onArrival);
      pending = current;
    }
    if (current.failure() != null) {
      logFailure(current.failure());
      return Progress.BROKEN;
    }
    Chunk chunk = current.chunk();
    if (chunk == null) {
      return flush() ? Progress.WAITING : Progress.BLOCKED;
    }
    pending = null;
    return arrived(part, chunk);
  }

  private void logFailure(@Nullable Throwable failure) {
    SafeLog.log(LOG, Level.ERROR, "event=stream-failed peer=" + endpoint.peer(), failure);
  }

  private @Nullable Progress arrived(Body.Stream part, Chunk chunk) {
    return switch (chunk) {
      case Chunk.Data(ByteBuffer bytes) -> {
        if (!bytes.hasRemaining()) {
          // A chunk of size 0 would be the end, and what follows it another response.
          yield failed("a chunk lost its bytes");
        }
        done += bytes.remaining();
        if (part.length() != Body.UNKNOWN && done > part.length()) {
          yield wrongLength(part);
        }
        beginChunk(bytes.remaining());
        queue.add(bytes);
        loaned = true;
        lent = Math.max(lent, bytes.capacity());
        yield null;
      }
      case Chunk.End(Headers last) -> {
        if (part.length() != Body.UNKNOWN && done < part.length()) {
          yield wrongLength(part);
        }
        trailers = last;
        yield endPart();
      }
    };
  }

  private Progress wrongLength(Body.Stream part) {
    return failed("a source of " + part.length() + " bytes gave " + done);
  }

  private Progress failed(String reason) {
    LOG.log(Level.ERROR, "event=stream-failed reason=\"" + reason + "\" peer=" + endpoint.peer());
    return Progress.BROKEN;
  }

  /// What is sent.
  Body body() {
    return body;
  }

  /// Closes the body; called once.
  void close() {
    close(body);
  }

  /// Closes a body that is not sent, or no more.
  static void close(Body body) {
    try {
      body.close();
    } catch (Throwable e) {
      SafeLog.log(LOG, Level.ERROR, "event=close-failed", e);
    }
  }
}
