package otus.server.app.planted.http.exchange;

import java.util.concurrent.CompletionStage;

/// Breaks: asynchronous steps name their executor.
final class ContinuesAnywhere {
  CompletionStage<Void> then(CompletionStage<String> stage) {
    return stage.thenAcceptAsync(text -> {});
  }
}

/// For: packages that all versions of HTTP share depend on none of them.
record SeesCodec(otus.server.app.planted.http.h1.codec.Head seen) {}

/// For: packages that all versions of HTTP share depend on none of them.
record SeesFrame(otus.server.app.planted.http.h2.codec.Frame seen) {}
