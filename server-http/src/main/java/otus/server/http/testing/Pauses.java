package otus.server.http.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// The passing of time between answers and their parts, which tests of this package control.
@FunctionalInterface
interface Pauses {
  /// The timer of the JDK.
  Pauses SYSTEM =
      time ->
          new CompletableFuture<Void>()
              .completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS)
              .minimalCompletionStage();

  /// Returns a stage that completes after the time.
  CompletionStage<?> pause(Duration time);
}
