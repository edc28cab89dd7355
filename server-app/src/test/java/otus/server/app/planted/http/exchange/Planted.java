package otus.server.app.planted.http.exchange;

import java.util.concurrent.CompletionStage;

/// For: what goes on asynchronously names its executor.
final class ContinuesAnywhere {
  CompletionStage<Void> then(CompletionStage<String> stage) {
    return stage.thenAcceptAsync(text -> {});
  }
}
