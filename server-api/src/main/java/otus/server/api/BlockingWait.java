package otus.server.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/// Waits for stages on virtual threads, and on no other: an event loop that waits for what happens
/// on itself would wait for ever, and all its connections with it.
final class BlockingWait {
  private BlockingWait() {}

  /// What a stage completes with.
  ///
  /// @throws IOException why it failed; an [InterruptedIOException] if this thread was interrupted,
  ///     which then stays so
  static <T> T on(CompletionStage<T> stage) throws IOException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (!future.isDone() && !Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "content is waited for on virtual threads only: see Answer.blocking");
    }
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException | CancellationException e) {
      throw failure(e);
    }
  }

  /// An exception for this thread: one that was made by another says nothing of who waited.
  private static IOException failure(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof CompletionException || cause instanceof ExecutionException)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause.getMessage(), cause);
    };
  }
}
