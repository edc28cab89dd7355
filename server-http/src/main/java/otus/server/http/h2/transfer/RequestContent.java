package otus.server.http.h2.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.api.Headers;
import otus.server.http.h2.codec.Window;
import otus.server.http.request.RequestBodySource;
import otus.server.loop.EventLoop;

/// The content of one request between its frames and its handler. Owned by the stream, confined to
/// its loop.
///
/// Content that the handler has not requested is kept; the window of the stream limits it, since
/// the client gets new room only for what the handler has taken.
public final class RequestContent {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MIN_SIZE = 512;

  /// The maximum size of the chunks in which kept content is delivered.
  private static final int CHUNK = 16 * 1024;

  private final RequestBodySource source;

  /// The room of the client for this content.
  private final Credit credit = new Credit(Window.DEFAULT_SIZE);

  /// The number of bytes for which the client got new room.
  private long credited;

  /// The length that the head declares, or -1.
  private final long declared;

  private final long max;
  private long received;

  /// Content that is not delivered, from its position to its limit.
  private ByteBuffer kept = NOTHING;

  private boolean discarding;
  private boolean complete;
  private Headers trailers = Headers.empty();

  /// @param declared the length that the head declares, or -1
  /// @param max the maximum length
  /// @param onDemand called when the handler requests a chunk
  public RequestContent(
      EventLoop loop, long declared, long max, RequestBodySource.Demand onDemand) {
    this.declared = declared;
    this.max = max;
    source = new RequestBodySource(loop, onDemand);
  }

  public RequestBodySource source() {
    return source;
  }

  /// The client uses room for a part that is received next.
  ///
  /// @param padding the number of bytes that are no content
  /// @return whether it had the room
  public boolean use(int bytes, int padding) {
    if (!credit.use(bytes)) {
      return false;
    }
    credit.give(padding);
    return true;
  }

  /// Returns the number of bytes that were taken since the last call, for which the client gets new
  /// room.
  public long takeCredit() {
    long taken = received - kept.remaining() - credited;
    credited += taken;
    credit.give(taken);
    return taken;
  }

  /// Returns the size of a WINDOW_UPDATE frame that is due, or 0; the caller sends it.
  public int takeDue() {
    return complete ? 0 : credit.takeDue();
  }

  /// The result of receiving a part.
  public enum Result {
    /// The part was accepted.
    ACCEPTED,
    /// The content is longer than the maximum.
    TOO_LARGE,
    /// The content has not the declared length (RFC 9113 §8.1.1).
    WRONG_LENGTH
  }

  /// Receives a part, which is delivered at once if the handler waits for it.
  ///
  /// @param end whether the content ends with it
  public Result receive(ByteBuffer part, boolean end) {
    received += part.remaining();
    if (declared >= 0 && (received > declared || (end && received < declared))) {
      return Result.WRONG_LENGTH;
    }
    if (received > max) {
      return Result.TOO_LARGE;
    }
    complete = end;
    if (part.hasRemaining()) {
      if (source.isDemanded() && !kept.hasRemaining()) {
        source.deliver(part);
      } else if (!discarding) {
        keep(part);
      }
    }
    supply();
    return Result.ACCEPTED;
  }

  /// Receives the end of the content.
  public Result end(Headers fields) {
    trailers = fields;
    return receive(NOTHING, true);
  }

  private void keep(ByteBuffer part) {
    if (kept.capacity() - kept.limit() < part.remaining()) {
      int size = Math.max(MIN_SIZE, 2 * (kept.remaining() + part.remaining()));
      kept = ByteBuffer.allocate(size).put(kept).flip();
    }
    int end = kept.limit();
    kept.limit(end + part.remaining());
    kept.put(end, part, part.position(), part.remaining());
  }

  /// Delivers kept content, or the end, if the handler waits for it.
  public void supply() {
    if (kept.hasRemaining()) {
      if (source.isDemanded()) {
        int length = Math.min(CHUNK, kept.remaining());
        ByteBuffer chunk = kept.slice(kept.position(), length);
        kept.position(kept.position() + length);
        if (!kept.hasRemaining()) {
          kept = NOTHING;
        }
        source.deliver(chunk);
      }
    } else if (complete) {
      source.end(trailers);
    }
  }

  /// Returns whether the handler waits for content that has not arrived.
  public boolean isAwaited() {
    return source.isDemanded() && !complete;
  }

  /// Returns the number of bytes that the client has yet to send, as far as is known.
  public long left() {
    return declared < 0 ? 0 : declared - received;
  }

  /// Discards what is kept, and what will be received.
  public void discard() {
    discarding = true;
    kept = NOTHING;
  }

  /// Returns the number of received bytes.
  public long received() {
    return received;
  }

  /// Reports to the handler that the content is incomplete, and discards what is kept.
  public void fail(String reason) {
    kept = NOTHING;
    source.fail(new IOException(reason));
  }

  /// Returns the memory in bytes, at the end of a callback.
  public long held() {
    source.settle();
    return (long) kept.capacity() + source.held();
  }
}
