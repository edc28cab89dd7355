package otus.server.api;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Pulls a source to its end and keeps what it gives, up to a limit. One thread at a time works on
/// it: whoever completes the stage that is waited for.
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

  /// All content of a request; refused unread, if it says itself that it is too long.
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

  /// The length in the fields, which the server has checked; 0 if there is none.
  private static long declared(Headers headers) {
    String field = headers.first("Content-Length");
    try {
      return field == null ? 0 : Long.parseLong(field);
    } catch (NumberFormatException e) {
      return 0; // a test's; what comes is counted anyway
    }
  }

  /// Asks for chunk after chunk, as long as they are there at once; so a source that always has one
  /// takes no stack.
  private void pull() {
    AtomicBoolean met;
    do {
      // The one who asks and the one who brings meet here; the second to come goes on.
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

  /// Whether there may be more.
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
    } catch (RuntimeException | Error e) { // out of memory, for instance
      end(e);
    }
    return false;
  }

  private void reserve(int size) {
    if (size > bytes.length) {
      // Grows with what has come, not with what was announced: a client pays for what it takes.
      long doubled = Math.max(FIRST_SIZE, 2L * bytes.length);
      bytes = Arrays.copyOf(bytes, (int) Math.max(size, Math.min(doubled, limit)));
    }
  }

  private StatusException tooLarge() {
    return new StatusException(
        Status.CONTENT_TOO_LARGE, "content of more than " + limit + " bytes");
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
