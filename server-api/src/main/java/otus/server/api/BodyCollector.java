package otus.server.api;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Reads a source to its end and collects its bytes, up to a limit. Only one thread at a time works
/// on it: first the caller, then the threads that complete the stages of the source.
final class BodyCollector {
  private static final int FIRST_SIZE = 8 * 1024;

  private final ByteSource source;
  private final int limit;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private byte[] bytes = new byte[0];
  private int length;

  private BodyCollector(ByteSource source, int limit) {
    this.source = source;
    this.limit = limit;
  }

  /// Collects the body of a request. Rejects it unread if its `Content-Length` exceeds the limit.
  static CompletionStage<byte[]> all(Request request, int limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a negative limit: " + limit);
    }
    BodyCollector collector = new BodyCollector(request.body(), limit);
    if (declared(request.headers()) > limit) {
      collector.end(collector.tooLarge());
    } else {
      collector.pull();
    }
    return collector.whole.minimalCompletionStage();
  }

  /// Returns the `Content-Length`, which the server has validated, or 0 if it is absent.
  private static long declared(Headers headers) {
    String field = headers.first("Content-Length");
    try {
      return field == null ? 0 : Long.parseLong(field);
    } catch (NumberFormatException e) {
      return 0; // only in tests; the bytes are counted anyway
    }
  }

  /// Requests chunks in a loop while they are available at once, so that they do not deepen the
  /// stack.
  private void pull() {
    AtomicBoolean met;
    do {
      // Both this thread and the thread that completes the stage set the flag. The second one,
      // which finds it set, continues to pull.
      AtomicBoolean meeting = new AtomicBoolean();
      met = meeting;
      try {
        source
            .next()
            .whenComplete(
                (chunk, failure) -> {
                  if (take(chunk, failure) && meeting.getAndSet(true)) {
                    pull();
                  }
                });
      } catch (RuntimeException | Error e) {
        end(e);
        return;
      }
    } while (met.getAndSet(true));
  }

  /// Adds a chunk. Returns whether to request the next one.
  private boolean take(@Nullable Chunk chunk, @Nullable Throwable failure) {
    try {
      switch (chunk) {
        case null ->
            end(failure != null ? failure : new NullPointerException("a source gave a null chunk"));
        case Chunk.End end -> whole.complete(Arrays.copyOf(bytes, length));
        case Chunk.Data(var data) -> {
          int count = data.remaining();
          if (count <= limit - length) {
            reserve(length + count);
            data.get(bytes, length, count);
            length += count;
            return true;
          }
          end(tooLarge());
        }
      }
    } catch (RuntimeException | Error e) { // for example OutOfMemoryError
      end(e);
    }
    return false;
  }

  private void reserve(int size) {
    if (size > bytes.length) {
      // Grows with the received bytes, not with the announced length, so that a client cannot
      // reserve memory without sending bytes.
      long doubled = Math.max(FIRST_SIZE, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.max(size, Math.min(doubled, limit)));
    }
  }

  private StatusException tooLarge() {
    return new StatusException(
        Status.CONTENT_TOO_LARGE, "the body has more than " + limit + " bytes");
  }

  private void end(Throwable failure) {
    bytes = new byte[0];
    try {
      source.close();
    } finally {
      whole.completeExceptionally(failure);
    }
  }
}
