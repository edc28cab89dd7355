package otus.server.api;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/// Waits for stages, on virtual threads only: an event loop that waited for its own events would
/// wait for ever, with all its connections.
final class BlockingWait {
  private BlockingWait() {}

  /// Waits for a stage and returns its result.
  ///
  /// @throws IOException if the stage fails; an [InterruptedIOException] if this thread is
  ///     interrupted, whose interrupt status remains set
  /// @throws IllegalStateException if it would have to wait on a platform thread
  static <T> T on(CompletionStage<T> stage) throws IOException {
    CompletableFuture<T> future = stage.toCompletableFuture();
    if (!future.isDone() && !Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "only virtual threads may wait for a request body: see Answer.blocking");
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

  /// Creates a new exception with the stack trace of this thread, since the stack trace of the
  /// cause belongs to another thread.
  private static IOException failure(Throwable thrown) {
    Throwable cause = StageFailure.cause(thrown);
    return switch (cause) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause.getMessage(), cause);
    };
  }
}
