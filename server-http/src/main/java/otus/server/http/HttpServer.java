package otus.server.http;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import otus.server.api.Handler;
import otus.server.http.config.ListenSettings;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ServerContext;
import otus.server.http.monitor.ServerStatistics;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.ConnectionLimits;
import otus.server.loop.EventLoop;
import otus.server.loop.LoopGroup;

/// An HTTP server: event loops that accept connections, and one handler that answers all requests.
/// For programs and tests that embed a server; `otus-server` itself uses it, too.
///
/// ```java
/// Handler hello = request -> Response.text(Status.OK, "Hello!\n");
/// try (HttpServer server = HttpServer.serving(hello).start()) {
///   URI root = server.uri(); // http://127.0.0.1:41967/
/// }
/// ```
///
/// Only one thread, the owner, may call [#listen], [#start], [#replace], [#stop] and [#close].
/// Another thread may become the owner, such as a shutdown hook. The handler is called on the event
/// loops, which are platform threads that keep the JVM alive. The server does not close the
/// resources of the handler; the owner closes them after the server has stopped.
public final class HttpServer implements AutoCloseable {
  private final LoopGroup loops;
  /// The context with the current settings, so that former handlers can be collected.
  private ServerContext context;
  private final Map<EventLoop, LoopContext> contexts = new IdentityHashMap<>();

  private final Protocols protocols = new Protocols();
  private final List<Listening> listening = new ArrayList<>();

  /// How to listen, unless the caller says it.
  private final ListenSettings usual;

  HttpServer(LoopGroup loops, ServerContext context, ListenSettings usual) {
    this.loops = loops;
    this.context = context;
    this.usual = usual;
  }

  /// Returns a builder of a server.
  ///
  /// @param handler the handler of all requests; if it passes, the response is a 404
  /// @return a new builder with default settings
  public static HttpServerBuilder serving(Handler handler) {
    return new HttpServerBuilder(Objects.requireNonNull(handler, "handler"));
  }

  /// Returns the default maximum number of connections: 10,000, or fewer if those, at 4 KiB each,
  /// do not fit in an eighth of the maximum heap.
  ///
  /// @return the default maximum number of connections
  public static int defaultConnections() {
    long fitting = ServerContext.memoryBudget().connections(ConnectionMemory.SHARE);
    return (int) Math.min(ConnectionLimits.defaults().max(), fitting);
  }

  /// Binds a socket to another address and listens on it, with [HttpServerBuilder#tls] of the
  /// builder. Connections wait in the kernel until the server is started.
  ///
  /// @param address an IP address and port, where port 0 means any free port, or a Unix domain
  ///     socket, whose file must not exist; the caller deletes it after the server has stopped
  /// @return the address with the actual port
  /// @throws IOException if the socket cannot be bound: a [java.net.BindException] if the port is
  ///     in use, or the address is not one of this machine; a [java.net.UnknownHostException] if
  ///     the host of the address was not found
  /// @throws IllegalStateException if the server has been started, or has stopped
  public SocketAddress listen(SocketAddress address) throws IOException {
    return listen(address, usual);
  }

  /// Listens on sockets that another process has opened and passed to this one. They may stay open
  /// there; then each connection is accepted by one of the two.
  ///
  /// @param descriptors the numbers of listening sockets of one address, at least one; owned by
  ///     this server from now on
  /// @param settings how to listen
  /// @return the address of the sockets, or the name in the settings
  /// @throws IOException if the system does not support it
  /// @throws IllegalStateException if the server has been started, or has stopped
  public SocketAddress adopt(List<Integer> descriptors, ListenSettings settings)
      throws IOException {
    return shown(loops.adopt(descriptors, loop -> protocol(loop, settings)), settings);
  }

  /// Listens on another address like [#listen(SocketAddress)], with these settings instead of those
  /// of the builder.
  ///
  /// @param address an address as there
  /// @param settings how to listen
  /// @return the address with the actual port, or the name in the settings
  /// @throws IOException if the socket cannot be bound
  /// @throws IllegalStateException if the server has been started, or has stopped
  public SocketAddress listen(SocketAddress address, ListenSettings settings) throws IOException {
    Listening.requireResolved(address);
    return shown(loops.listen(address, loop -> protocol(loop, settings)), settings);
  }

  private SocketAddress shown(SocketAddress address, ListenSettings settings) {
    SocketAddress name = settings.name();
    SocketAddress shown = name == null ? address : name;
    listening.add(new Listening(shown, address, settings.tls() == null ? "http" : "https"));
    return shown;
  }

  /// Returns the factory of a loop, whose protocols share a context.
  private ConnectionFactory protocol(EventLoop loop, ListenSettings settings) {
    return protocols.factory(contexts.computeIfAbsent(loop, context::on), settings);
  }

  /// Starts the event loops, which accept connections from now on.
  ///
  /// @throws IllegalStateException if the server has been started before, has stopped, or listens
  ///     on no address
  public void start() {
    if (listening.isEmpty() && !protocols.isClosed()) {
      throw new IllegalStateException("the server listens on no address: call listen first");
    }
    loops.start();
  }

  /// Replaces the settings of requests, including the limits. A request whose head is complete
  /// keeps the former ones until it has ended; open connections use the new ones from their next
  /// request on. Called by the owner, after the start.
  ///
  /// @param settings the settings of all later requests
  /// @return the progress of the replacement
  /// @throws IllegalStateException if the server has stopped
  public Replacement replace(RequestSettings settings) {
    if (protocols.isClosed()) {
      throw new IllegalStateException("the server has stopped");
    }
    context = context.withSettings(settings);
    context.slots().limit(settings.limits().handlers().maxBlocking());
    context.clients().limit(settings.clients());
    return Replacement.begin(contexts, settings);
  }

  /// Replaces the limits of connections; open connections stay. Any thread.
  ///
  /// @param max the maximum in all
  /// @param maxPerAddress the maximum for one client address, or 0 for unlimited
  /// @param proxies proxies to which the maximum for one address does not apply
  /// @throws IllegalArgumentException if a limit is out of range
  public void limit(int max, int maxPerAddress, TrustedProxies proxies) {
    loops.limit(limits(max, maxPerAddress, proxies));
  }

  static ConnectionLimits limits(int max, int maxPerAddress, TrustedProxies proxies) {
    return new ConnectionLimits(max, maxPerAddress, proxies::contains);
  }

  /// Returns the state of the server and its counts. Any thread.
  ///
  /// @return the values at about the same time
  public ServerStatistics statistics() {
    return Statistics.of(
        loops.statistics(), contexts.values(), context, protocols.refused(), protocols.tls());
  }

  /// Returns the addresses on which the server listens, with the actual ports.
  ///
  /// @return the addresses in the order of [#listen]; unmodifiable
  public List<SocketAddress> addresses() {
    return listening.stream().map(Listening::shown).toList();
  }

  /// Returns the addresses as the system reports them, without the names of [ListenSettings].
  ///
  /// @return the addresses in the order of [#addresses]; unmodifiable
  public List<SocketAddress> boundAddresses() {
    return listening.stream().map(Listening::bound).toList();
  }

  /// Returns the URL of `/` at the first IP address.
  ///
  /// @return the URL, with a slash at the end
  /// @throws IllegalStateException if the server listens on no IP address
  public URI uri() {
    return Listening.uri(listening);
  }

  /// Returns a stage that completes if an event loop, or the watchdog of the loops, ends because of
  /// an exception. The connections of that loop are lost, and the owner should stop the server.
  ///
  /// @return a stage with the exception; it completes on the thread that ends
  public CompletionStage<Throwable> failure() {
    return loops.failure();
  }

  /// Sends `Connection: close` with each response that begins from now on, but continues to accept
  /// connections: for the time until a load balancer has noticed that this server will stop.
  public void announceShutdown() {
    loops.announceShutdown();
  }

  /// Leaves the listening sockets to another process, which has adopted them, and ends each
  /// connection with its next response. Connections that are idle stay open: a request may be on
  /// its way. Returns at once; the owner stops the server later.
  public void beginRetire() {
    loops.beginRetire();
  }

  /// Leaves the listening sockets like [#beginRetire], waits until all connections have ended, at
  /// most for `idle`, and stops the server like [#stop(Duration, Runnable)] with the rest of
  /// `grace`.
  ///
  /// @param idle the maximum time for which idle connections stay open
  /// @param grace the maximum time for running requests, from now on
  /// @param onExpired runs if requests have not finished, before they are aborted
  /// @return whether all requests finished in time
  /// @throws InterruptedException if the calling thread is interrupted while it waits
  public boolean retire(Duration idle, Duration grace, Runnable onExpired)
      throws InterruptedException {
    boolean finished = loops.retire(idle, grace, onExpired);
    protocols.close();
    return finished;
  }

  /// Begins to stop like [#stop], which the owner calls later, and returns at once. Any thread.
  public void beginStop() {
    loops.beginDrain();
  }

  /// Stops the server: accepts no more connections, lets running requests finish, and aborts those
  /// that have not finished after `grace`. Returns when all threads of the loops have ended. A
  /// thread that is blocked in a handler 2 seconds later is logged and left; its connections end,
  /// and its sockets are closed when the handler returns.
  ///
  /// @param grace the maximum time for running requests
  /// @return whether all requests finished in time
  /// @throws InterruptedException if the calling thread is interrupted while it waits; the server
  ///     may be stopped or closed again
  /// @throws IllegalArgumentException if the time is negative
  /// @throws IllegalStateException on an event loop, which would wait for itself
  public boolean stop(Duration grace) throws InterruptedException {
    return stop(grace, () -> {});
  }

  /// Stops the server like [#stop(Duration)].
  ///
  /// @param grace the maximum time for running requests
  /// @param onExpired runs if requests have not finished, before they are aborted
  /// @return whether all requests finished in time
  /// @throws InterruptedException if the calling thread is interrupted while it waits
  public boolean stop(Duration grace, Runnable onExpired) throws InterruptedException {
    requireTime(grace, "grace");
    boolean finished = loops.drain(grace, onExpired);
    protocols.close();
    return finished;
  }

  /// Stops the server like [#stop(Duration)], which keeps idle connections for half a second, since
  /// a request may be on its way.
  ///
  /// @param idle the time for which idle connections stay open instead, if it is shorter; zero
  ///     closes them at once
  /// @param grace the maximum time for running requests, from now on
  /// @return whether all requests finished in time
  /// @throws InterruptedException if the calling thread is interrupted while it waits
  public boolean stop(Duration idle, Duration grace) throws InterruptedException {
    requireTime(idle, "idle");
    requireTime(grace, "grace");
    boolean finished = loops.drain(idle, grace);
    protocols.close();
    return finished;
  }

  private static void requireTime(Duration time, String name) {
    if (time.isNegative()) {
      throw new IllegalArgumentException(name + " is negative: " + time);
    }
  }

  /// Stops the server at once and aborts running requests. Returns when all threads of the loops
  /// have ended, with the exception that [#stop(Duration)] names; on an event loop it does not
  /// wait. Idempotent.
  @Override
  public void close() {
    loops.close();
    protocols.close();
  }
}
