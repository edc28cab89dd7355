package otus.server.http.exchange;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.StageFailure;
import otus.server.api.fields.LogValue;
import otus.server.loop.EventLoop;
import otus.server.loop.SafeLog;
import otus.server.loop.address.AddressText;

/// A cursor over the body of one response, which returns its segments in order, for any kind of
/// body and any protocol version. Owned by the writer of the response, which closes it; confined to
/// its loop.
public final class ResponseBodyReader implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ResponseBodyReader.class.getName());

  private final EventLoop loop;
  private final SocketAddress peer;
  private final Body body;
  private final Runnable onArrival;
  private final Deque<Body> parts = new ArrayDeque<>();

  /// The chunk of a stream that was requested and is not taken yet.
  private @Nullable PendingChunk pending;

  /// The number of bytes that the current stream has supplied.
  private long streamed;

  private Headers trailers = Headers.empty();
  private int largestLent;

  /// Creates a reader at the start of a body.
  ///
  /// @param peer the client, for log lines
  /// @param onArrival called on the loop when a chunk that was [Segment.Pending] has arrived
  public ResponseBodyReader(EventLoop loop, SocketAddress peer, Body body, Runnable onArrival) {
    this.loop = loop;
    this.peer = peer;
    this.body = body;
    this.onArrival = onArrival;
    parts.push(body);
  }

  /// Requests the first chunk of a stream before anything is sent: if the stream fails at once, the
  /// response can still be replaced by an error. A chunk that arrives later is not waited for,
  /// because the head may have to arrive long before it (server-sent events).
  ///
  /// @return false if the stream has failed, which is logged
  public boolean prefetch() {
    if (!(firstPart(body) instanceof Body.Stream stream)) {
      return true;
    }
    PendingChunk first = ask(stream.source());
    Throwable failure = first.failure;
    if (failure != null) {
      logFailure(failure);
    }
    return failure == null;
  }

  /// Returns the first part of a sequence, at any depth, or the body itself.
  static Body firstPart(Body body) {
    Body first = body;
    while (first instanceof Body.Sequence(List<Body> parts) && !parts.isEmpty()) {
      first = parts.getFirst();
    }
    return first;
  }

  /// Returns the body.
  public Body body() {
    return body;
  }

  /// Returns the size of the largest buffer that a stream has lent, in bytes: the stream may hold
  /// one such buffer all the time.
  public int largestLent() {
    return largestLent;
  }

  /// Returns the next segment. If the previous one was lent, it must have been sent.
  public Segment next() {
    while (true) {
      switch (parts.peek()) {
        case null -> {
          return new Segment.End(trailers);
        }
        case Body.Empty empty -> parts.pop();
        case Body.Bytes(ByteBuffer buffer) -> {
          parts.pop();
          if (buffer.limit() > 0) {
            return new Segment.Bytes(buffer.duplicate().position(0), false);
          }
        }
        case Body.FileRegion region -> {
          parts.pop();
          if (region.length() > 0) {
            return new Segment.FileRegion(region);
          }
        }
        case Body.Stream stream -> {
          Segment segment = chunk(stream);
          if (segment != null) {
            return segment;
          }
        }
        case Body.Sequence sequence -> {
          parts.pop();
          sequence.parts().reversed().forEach(parts::push);
        }
      }
    }
  }

  /// Returns the next chunk of a stream, or null if the stream has ended.
  private @Nullable Segment chunk(Body.Stream stream) {
    PendingChunk current = pending == null ? ask(stream.source()) : pending;
    Throwable failure = current.failure;
    if (failure != null) {
      logFailure(failure);
      return Segment.Failed.FAILED;
    }
    Chunk chunk = current.chunk;
    if (chunk == null) {
      return Segment.Pending.PENDING;
    }
    pending = null;
    return switch (chunk) {
      case Chunk.Data(ByteBuffer bytes) -> data(stream, bytes);
      case Chunk.End(Headers fields) -> end(stream, fields);
    };
  }

  private Segment data(Body.Stream stream, ByteBuffer bytes) {
    if (!bytes.hasRemaining()) {
      // A chunk of size 0 would end the body, and what follows would be read as another response.
      return failed("a chunk has lost its bytes");
    }
    streamed += bytes.remaining();
    if (stream.length() != Body.UNKNOWN && streamed > stream.length()) {
      return wrongLength(stream);
    }
    largestLent = Math.max(largestLent, bytes.capacity());
    return new Segment.Bytes(bytes, true);
  }

  private @Nullable Segment end(Body.Stream stream, Headers fields) {
    if (stream.length() != Body.UNKNOWN && streamed < stream.length()) {
      return wrongLength(stream);
    }
    parts.pop();
    streamed = 0;
    trailers = fields;
    return null;
  }

  private Segment wrongLength(Body.Stream stream) {
    return failed("a source of " + stream.length() + " bytes gave " + streamed);
  }

  private Segment failed(String reason) {
    LOG.log(
        Level.ERROR,
        "event=stream-failed reason=" + LogValue.of(reason) + " peer=" + AddressText.of(peer));
    return Segment.Failed.FAILED;
  }

  private void logFailure(Throwable failure) {
    Throwable cause = StageFailure.cause(failure);
    if (cause
        instanceof FileSystemException files) { // names the file, and the code is not at fault
      failed(String.valueOf(files.getMessage()));
      return;
    }
    Level level = cause instanceof IntendedBreakException ? Level.DEBUG : Level.ERROR;
    SafeLog.log(LOG, level, "event=stream-failed peer=" + AddressText.of(peer), failure);
  }

  /// Closes the body; called once.
  @Override
  public void close() {
    close(body);
  }

  /// Closes a body that is not sent.
  public static void close(Body body) {
    try {
      body.close();
    } catch (Throwable e) {
      SafeLog.log(LOG, Level.ERROR, "event=close-failed", e);
    }
  }

  private PendingChunk ask(ByteSource source) {
    PendingChunk asked = new PendingChunk();
    pending = asked;
    try {
      source.next().whenComplete(asked::complete);
    } catch (Throwable e) {
      asked.failure = e;
    }
    asked.asking = false;
    return asked;
  }

  /// A chunk that was requested from a stream. An arrival on another thread is handed over to the
  /// loop.
  private final class PendingChunk {
    private @Nullable Chunk chunk;
    private @Nullable Throwable failure;

    /// Whether the source is being called at this moment, on the loop.
    private boolean asking = true;

    private void complete(@Nullable Chunk arrived, @Nullable Throwable reason) {
      if (asking && loop.inLoop()) {
        set(arrived, reason);
      } else {
        loop.execute(
            () -> {
              set(arrived, reason);
              onArrival.run();
            });
      }
    }

    private void set(@Nullable Chunk arrived, @Nullable Throwable reason) {
      chunk = arrived;
      failure =
          reason == null && arrived == null ? new NullPointerException("a null chunk") : reason;
    }
  }
}
