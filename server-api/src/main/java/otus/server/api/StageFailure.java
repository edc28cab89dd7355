package otus.server.api;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Finds the failure of a stage. Stages wrap an exception each time it passes from one to another,
/// so a filter that handles one kind of failure has to look inside. Pure; any thread.
///
/// ```java
/// stage.exceptionally(
///     failure -> {
///       if (StageFailure.cause(failure) instanceof NoSuchFileException) {
///         return Response.text(Status.NOT_FOUND, "no such entry\n");
///       }
///       throw new CompletionException(failure);
///     });
/// ```
public final class StageFailure {
  /// Limit of the depth: an exception may be its own cause.
  private static final int MAX_DEPTH = 16;

  private StageFailure() {}

  /// Returns the exception in all [CompletionException]s and [ExecutionException]s around it.
  ///
  /// @param failure the failure
  /// @return the exception inside, or `failure` if it is not wrapped or its `getCause` throws
  public static Throwable cause(Throwable failure) {
    try {
      Throwable inner = failure;
      for (int depth = 0; depth < MAX_DEPTH && isWrapper(inner); depth++) {
        Throwable cause = inner.getCause();
        if (cause == null) {
          break;
        }
        inner = cause;
      }
      return inner;
    } catch (Throwable e) { // from the code of a subclass
      return failure;
    }
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof CompletionException || failure instanceof ExecutionException;
  }
}
