package otus.server.api;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Finds the failure of a stage. A stage wraps an exception that it takes from another stage, so a
/// filter that handles one kind of failure has to look inside the wrappers. Pure; any thread.
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
  /// The maximum number of wrappers, since the causes may form a cycle.
  private static final int MAX_DEPTH = 16;

  private StageFailure() {}

  /// Returns the exception without the [CompletionException]s and [ExecutionException]s that wrap
  /// it.
  ///
  /// @param failure the failure
  /// @return the wrapped exception, or `failure` if it is not wrapped or its `getCause` throws
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
