package otus.server.app;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import otus.server.http.HttpServer;

/// A server that runs: loops that listen, and the handlers behind them. Made by [Wiring], owned by
/// the main thread.
final class Server implements AutoCloseable {
  private final HttpServer http;
  private final Handlers handlers;
  private final List<String> urls;

  Server(HttpServer http, Handlers handlers, List<String> urls) {
    this.http = http;
    this.handlers = handlers;
    this.urls = List.copyOf(urls);
  }

  /// Where it is reached, at least one.
  List<String> urls() {
    return urls;
  }

  /// Completes with the reason if the server cannot go on, on some thread.
  CompletionStage<Throwable> failure() {
    return http.failure();
  }

  /// Goes on, and tells clients that it will not for long.
  void announceEnd() {
    http.announceEnd();
  }

  /// Lets what was begun finish for a while, cuts off the rest, then closes the handlers.
  ///
  /// @return whether everything finished in time
  boolean stop(Duration grace) throws InterruptedException {
    try {
      handlers.stop();
      return http.stop(grace);
    } finally {
      handlers.close();
    }
  }

  /// Stops at once.
  @Override
  public void close() {
    try {
      http.close();
    } finally {
      handlers.close();
    }
  }
}
