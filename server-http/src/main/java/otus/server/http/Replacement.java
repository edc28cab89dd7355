package otus.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import otus.server.http.config.RequestSettings;
import otus.server.http.exchange.LoopContext;
import otus.server.loop.EventLoop;

/// The progress of a replacement of settings; see [HttpServer#replace]. Both stages complete on an
/// event loop.
///
/// @param switched completes when all event loops use the new settings for new requests
/// @param unused completes when the last request with the former settings has ended, so that their
///     handler may be closed
public record Replacement(CompletionStage<Void> switched, CompletionStage<Void> unused) {

  /// Lets each loop replace its settings. A loop that has ended needs none.
  static Replacement begin(Map<EventLoop, LoopContext> contexts, RequestSettings settings) {
    List<CompletableFuture<Void>> switched = new ArrayList<>();
    List<CompletableFuture<Void>> unused = new ArrayList<>();
    contexts.forEach(
        (loop, context) -> {
          CompletableFuture<Void> begun = new CompletableFuture<>();
          CompletableFuture<Void> ended = new CompletableFuture<>();
          switched.add(begun);
          unused.add(ended);
          try {
            loop.execute(
                () -> {
                  context.replace(settings, () -> ended.complete(null));
                  begun.complete(null);
                });
          } catch (RejectedExecutionException e) {
            begun.complete(null);
            ended.complete(null);
          }
        });
    return new Replacement(all(switched), all(unused));
  }

  private static CompletionStage<Void> all(List<CompletableFuture<Void>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
  }
}
