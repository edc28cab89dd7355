package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.AdminListener;
import otus.server.app.chain.HandlerChain;
import otus.server.http.HttpServer;

/// A running server: event loops that listen, and their handlers. Created by [Wiring], owned by the
/// main thread.
///
/// @param http the event loops
/// @param chain the handlers
/// @param urls URLs of the server's root, at least one
/// @param admin the listener for operators, or null; it serves until the others have stopped
record Server(HttpServer http, HandlerChain chain, List<String> urls, @Nullable AdminListener admin)
    implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Server.class.getName());

  /// Minimum time for the shutdown actions of plugins, even if the grace period is shorter.
  private static final Duration MIN_ACTION_TIME = Duration.ofSeconds(2);

  /// A stage that completes with the cause, on any thread, if the server cannot continue.
  CompletionStage<Throwable> failure() {
    return http.failure();
  }

  /// Continues to serve, but announces the shutdown: every response ends its connection.
  void announceShutdown() {
    http.announceShutdown();
  }

  /// Lets running requests finish, aborts those that exceed the grace period, then closes the
  /// handlers.
  ///
  /// @return whether all requests finished in time
  boolean stop(Duration grace) throws InterruptedException {
    Thread stopping = begin("otus-stop", chain::stop);
    try {
      return http.stop(grace);
    } finally {
      await(stopping, Duration.ZERO);
      await(begin("otus-shutdown", chain::close), grace);
    }
  }

  /// Runs actions that plugins registered, on a separate thread, so that an action that hangs does
  /// not block the shutdown. If the system has no thread left, runs them on this one.
  ///
  /// @return the thread, or null if the actions have already run
  private static @Nullable Thread begin(String name, Runnable actions) {
    try {
      return Thread.ofPlatform().daemon().name(name).start(actions);
    } catch (OutOfMemoryError e) { // thrown, too, if the system cannot start another thread
      LOG.log(Level.WARNING, "event=thread-start-failed thread=" + name, e);
      actions.run();
      return null;
    }
  }

  private static void await(@Nullable Thread actions, Duration time) throws InterruptedException {
    Duration timeout = time.compareTo(MIN_ACTION_TIME) < 0 ? MIN_ACTION_TIME : time;
    if (actions != null && !actions.join(timeout)) {
      LOG.log(Level.ERROR, "event=shutdown-action-hangs thread=" + actions.getName());
    }
  }

  /// Stops at once.
  @Override
  public void close() {
    try (AdminListener _ = admin;
        HandlerChain _ = chain) {
      http.close();
    }
  }
}
