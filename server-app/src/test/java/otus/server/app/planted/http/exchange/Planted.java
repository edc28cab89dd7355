package otus.server.app.planted.http.exchange;

import java.util.concurrent.CompletionStage;

/// Breaks: asynchronous steps name their executor.
final class ContinuesAnywhere {
  CompletionStage<Void> then(CompletionStage<String> stage) {
    return stage.thenAcceptAsync(text -> {});
  }
}
