package otus.server.app;

import java.time.Duration;
import java.util.List;
import otus.server.loop.LoopGroup;

/// A server that runs: loops that listen, and the handlers behind them. Made by [Wiring], owned by
/// the main thread.
final class Server implements AutoCloseable {
  private final LoopGroup loops;
  private final Handlers handlers;
  private final List<String> urls;

  Server(LoopGroup loops, Handlers handlers, List<String> urls) {
    this.loops = loops;
    this.handlers = handlers;
    this.urls = List.copyOf(urls);
  }

  /// Where it is reached, at least one.
  List<String> urls() {
    return urls;
  }

  /// Tells the handlers, lets what was begun finish for a while, cuts off the rest, then closes the
  /// handlers.
  ///
  /// @return whether everything finished in time
  boolean stop(Duration grace) throws InterruptedException {
    try {
      handlers.stopping();
      return loops.drain(grace);
    } finally {
      handlers.close();
    }
  }

  /// Stops at once.
  @Override
  public void close() {
    try {
      loops.close();
    } finally {
      handlers.close();
    }
  }
}
