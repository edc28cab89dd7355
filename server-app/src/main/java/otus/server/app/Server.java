package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.app.admin.AdminListener;
import otus.server.app.chain.HandlerChain;
import otus.server.app.listen.UnixSocketFile;
import otus.server.app.tls.ServerTls;
import otus.server.http.HttpServer;
import otus.server.http.Replacement;
import otus.server.http.config.RequestSettings;

/// A running server: event loops that listen, and their handlers. Created by [Wiring], owned by the
/// main thread; the thread of a reload replaces the handlers.
///
/// A reload replaces the handlers. Those before are stopped at once, and closed when their last
/// request has ended, or when the server stops.
final class Server implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Server.class.getName());

  /// Minimum time for the shutdown actions of plugins, even if the grace period is shorter.
  private static final Duration MIN_ACTION_TIME = Duration.ofSeconds(2);

  /// The part of the grace period in which idle connections get their last call.
  private static final Duration LAST_CALL = Duration.ofSeconds(1);

  /// The maximum time in which aborted requests are logged before the process ends.
  private static final Duration CUT_TIME = Duration.ofMillis(500);

  private final HttpServer http;
  private final List<String> urls;
  private final List<UnixSocketFile> sockets;
  private final Observers observers;
  private final @Nullable AdminListener admin;
  private final @Nullable ServerTls tls;
  private volatile HandlerChain chain;
  private boolean handedOver;
  private volatile boolean cut;
  private long aborted;

  /// Replaced handlers that are not closed yet.
  private final Set<HandlerChain> retired = ConcurrentHashMap.newKeySet();

  /// @param http the event loops
  /// @param chain the handlers
  /// @param urls URLs of the server's root, at least one
  /// @param sockets files of Unix sockets, which are deleted at the end
  /// @param observers the access log, and other listeners of events
  /// @param admin the listener for operators, or null; it serves until the others have stopped
  /// @param tls the certificates, which are watched from now on; or null
  Server(
      HttpServer http,
      HandlerChain chain,
      List<String> urls,
      List<UnixSocketFile> sockets,
      Observers observers,
      @Nullable AdminListener admin,
      @Nullable ServerTls tls) {
    this.http = http;
    this.chain = chain;
    this.urls = List.copyOf(urls);
    this.sockets = List.copyOf(sockets);
    this.observers = observers;
    this.admin = admin;
    this.tls = tls;
    if (tls != null) {
      tls.watch();
    }
  }

  HttpServer http() {
    return http;
  }

  Observers observers() {
    return observers;
  }

  @Nullable AdminListener admin() {
    return admin;
  }

  @Nullable ServerTls tls() {
    return tls;
  }

  /// Prepares for the first clients, on another thread.
  void warmUp() {
    if (tls != null) {
      tls.warmUp();
    }
  }

  /// URLs of the server's root, at least one.
  List<String> urls() {
    return urls;
  }

  /// A stage that completes with the cause, on any thread, if the server cannot continue.
  CompletionStage<Throwable> failure() {
    return http.failure();
  }

  /// Continues to serve, but announces the shutdown: every response ends its connection.
  void announceShutdown() {
    http.announceShutdown();
  }

  /// Replaces the handlers for all requests that begin from now on. Not after [#stop].
  ///
  /// @param next the new handlers, owned by this server
  /// @param settings their settings
  /// @return a stage that completes when all event loops use them
  CompletionStage<Void> replace(HandlerChain next, RequestSettings settings) {
    HandlerChain former = chain;
    chain = next;
    retired.add(former);
    Replacement replacement = http.replace(settings);
    replacement.switched().thenRun(() -> begin("otus-stop", former::stop));
    replacement.unused().thenRun(() -> begin("otus-shutdown", () -> close(former)));
    return replacement.switched();
  }

  private void close(HandlerChain former) {
    if (retired.remove(former)) {
      former.close();
      LOG.log(Level.DEBUG, "event=handlers-closed");
    }
  }

  /// Lets running requests finish, aborts those that exceed the grace period, then closes the
  /// handlers.
  ///
  /// @return whether all requests finished in time
  boolean stop(Duration grace) throws InterruptedException {
    return stop(grace, () -> http.stop(grace, this::countAborted));
  }

  /// Leaves the sockets to a new process, ends each connection with its next response, and then
  /// stops like [#stop].
  ///
  /// @param idle the maximum time for which idle connections stay open
  boolean retire(Duration idle, Duration grace) throws InterruptedException {
    handedOver = true;
    if (admin != null) {
      admin.leave();
    }
    Duration shorter = grace.minus(LAST_CALL);
    Duration time = idle.compareTo(shorter) < 0 ? idle : shorter;
    return stop(grace, () -> http.retire(time, grace, this::countAborted));
  }

  /// The number of requests in progress. Any thread.
  long requests() {
    Map<String, Long> connections = http.statistics().connections();
    return Stream.of("reading", "handling", "writing")
        .mapToLong(phase -> connections.getOrDefault(phase, 0L))
        .sum();
  }

  /// Aborts the requests in progress, so that the access log has a line for each, before the
  /// process ends. From then on [#stop] does not return: no shutdown action begins any more. Any
  /// thread.
  void cut() {
    cut = true;
    Runnable abort =
        () -> {
          http.close();
          observers.close();
        };
    try {
      Thread.ofPlatform().daemon().name("otus-cut").start(abort).join(CUT_TIME);
    } catch (OutOfMemoryError | InterruptedException e) {
      LOG.log(Level.DEBUG, "event=requests-not-logged", e);
    }
  }

  /// The number of requests that the stop has aborted.
  long aborted() {
    return aborted;
  }

  private void countAborted() {
    aborted = requests();
  }

  /// Waits for the end of all requests.
  @FunctionalInterface
  private interface Stopping {
    boolean run() throws InterruptedException;
  }

  private boolean stop(Duration grace, Stopping http) throws InterruptedException {
    Thread stopping = begin("otus-stop", chain::stop);
    try {
      boolean finished = http.run();
      if (cut) {
        new Semaphore(0).acquire(); // until the process ends
      }
      return finished;
    } finally {
      deleteSocketFiles();
      await(stopping, Duration.ZERO);
      await(begin("otus-shutdown", this::closeHandlers), grace);
    }
  }

  private void deleteSocketFiles() {
    if (!handedOver) {
      sockets.forEach(UnixSocketFile::delete);
    }
  }

  private void closeHandlers() {
    retired.forEach(this::close);
    chain.close();
  }

  /// Runs actions that plugins registered, on a separate thread, so that an action that hangs
  /// blocks neither the shutdown nor an event loop. If the system has no thread left, runs them on
  /// this one.
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
    } finally {
      deleteSocketFiles();
      closeHandlers();
      observers.close();
      if (tls != null) {
        tls.close();
      }
      if (admin != null) {
        admin.close();
      }
    }
  }
}
