package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.app.chain.HandlerChain;
import otus.server.http.HttpServer;

/// A server that runs: loops that listen, and the handlers behind them. Made by [Wiring], owned by
/// the main thread.
final class Server implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Server.class.getName());

  /// How long actions have at least, whatever the grace period.
  private static final Duration MIN = Duration.ofSeconds(2);

  private final HttpServer http;
  private final HandlerChain chain;
  private final List<String> urls;

  Server(HttpServer http, HandlerChain chain, List<String> urls) {
    this.http = http;
    this.chain = chain;
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
  void announceShutdown() {
    http.announceShutdown();
  }

  /// Lets what was begun finish for a while, cuts off the rest, then closes the handlers.
  ///
  /// @return whether everything finished in time
  boolean stop(Duration grace) throws InterruptedException {
    Thread telling = begin("otus-stop", chain::stop);
    try {
      return http.stop(grace);
    } finally {
      await(telling, Duration.ZERO);
      await(begin("otus-shutdown", chain::close), grace);
    }
  }

  /// What plugins registered is done by threads of its own: one that hangs must not keep the server
  /// from its end. If the system has no thread left, it is done here: better late than never.
  ///
  /// @return the thread, or null if everything is done
  private static @Nullable Thread begin(String name, Runnable actions) {
    try {
      return Thread.ofPlatform().daemon().name(name).start(actions);
    } catch (OutOfMemoryError e) { // the JVM's word, too, for a system without another thread
      LOG.log(Level.WARNING, "event=thread-start-failed thread=" + name, e);
      actions.run();
      return null;
    }
  }

  private static void await(@Nullable Thread actions, Duration time) throws InterruptedException {
    if (actions != null && !actions.join(time.compareTo(MIN) < 0 ? MIN : time)) {
      LOG.log(Level.ERROR, "event=shutdown-action-hangs thread=" + actions.getName());
    }
  }

  /// Stops at once.
  @Override
  public void close() {
    try {
      http.close();
    } finally {
      chain.close();
    }
  }
}
