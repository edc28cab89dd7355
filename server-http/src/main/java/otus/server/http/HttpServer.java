package otus.server.http;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.exchange.BlockingSlots;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ServerContext;
import otus.server.http.h1.Http1Factory;
import otus.server.http.monitor.ServerListener;
import otus.server.http.monitor.ServerStatistics;
import otus.server.loop.ConnectionLimits;
import otus.server.loop.EventLoop;
import otus.server.loop.LoopGroup;
import otus.server.loop.Ticker;

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
/// Only one thread, the owner, may call [#listen], [#start], [#stop] and [#close]. The handler is
/// called on the event loops, which are platform threads that keep the JVM alive. The server does
/// not close the resources of the handler; the owner closes them after the server has stopped.
public final class HttpServer implements AutoCloseable {
  private final LoopGroup loops;
  private final ServerContext context;
  private final Map<EventLoop, LoopContext> contexts = new IdentityHashMap<>();
  private final List<SocketAddress> addresses = new ArrayList<>();

  private HttpServer(LoopGroup loops, ServerContext context) {
    this.loops = loops;
    this.context = context;
  }

  /// Returns a builder of a server.
  ///
  /// @param handler the handler of all requests; if it passes, the response is a 404
  /// @return a new builder with default settings
  public static Builder serving(Handler handler) {
    return new Builder(Objects.requireNonNull(handler, "handler"));
  }

  /// Returns the default maximum number of connections: 10,000, or fewer if those, at 4 KiB each,
  /// do not fit in an eighth of the maximum heap.
  ///
  /// @return the default maximum number of connections
  public static int defaultConnections() {
    long fitting = ServerContext.memoryBudget().connections(ConnectionMemory.SHARE);
    return (int) Math.min(ConnectionLimits.defaults().max(), fitting);
  }

  /// Binds a socket to another address and listens on it. Connections wait in the kernel until the
  /// server is started.
  ///
  /// @param address an IP address and port, where port 0 means any free port, or a Unix domain
  ///     socket, whose file must not exist; the caller deletes it after the server has stopped
  /// @return the address with the actual port
  /// @throws IOException if the socket cannot be bound: a [java.net.BindException] if the port is
  ///     in use, or the address is not one of this machine
  /// @throws IllegalStateException if the server has been started
  public SocketAddress listen(SocketAddress address) throws IOException {
    SocketAddress bound = loops.listen(address, loop -> new Http1Factory(contextOf(loop), "http"));
    addresses.add(bound);
    return bound;
  }

  /// Returns the context of a loop, which all its protocols share.
  private LoopContext contextOf(EventLoop loop) {
    return contexts.computeIfAbsent(loop, context::on);
  }

  /// Starts the event loops, which accept connections from now on.
  ///
  /// @throws IllegalStateException if the server has been started before
  public void start() {
    loops.start();
  }

  /// Replaces the settings of requests. A request whose head is complete keeps the former ones
  /// until it has ended. Called by the owner, after the start.
  ///
  /// @param settings the settings of all later requests
  /// @return the progress of the replacement
  public Replacement replace(RequestSettings settings) {
    context.slots().limit(settings.limits().handlers().maxBlocking());
    List<CompletableFuture<Void>> switched = new ArrayList<>();
    List<CompletableFuture<Void>> unused = new ArrayList<>();
    contexts.forEach(
        (loop, each) -> {
          CompletableFuture<Void> begun = new CompletableFuture<>();
          CompletableFuture<Void> ended = new CompletableFuture<>();
          switched.add(begun);
          unused.add(ended);
          try {
            loop.execute(
                () -> {
                  each.replace(settings, () -> ended.complete(null));
                  begun.complete(null);
                });
          } catch (RejectedExecutionException e) {
            begun.complete(null); // the loop has ended, and its requests with it
            ended.complete(null);
          }
        });
    return new Replacement(all(switched), all(unused));
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> stages) {
    return CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new));
  }

  /// The progress of a replacement of settings.
  ///
  /// @param switched completes when all event loops use the new settings for new requests
  /// @param unused completes when the last request with the former settings has ended, so that
  ///     their handler may be closed; both stages complete on an event loop
  public record Replacement(CompletionStage<Void> switched, CompletionStage<Void> unused) {}

  /// Replaces the limits of connections; open connections stay. Any thread.
  ///
  /// @param max the maximum in all
  /// @param maxPerAddress the maximum for one client address, or 0 for unlimited
  /// @param proxies proxies to which the maximum for one address does not apply
  /// @throws IllegalArgumentException if a limit is out of range
  public void limit(int max, int maxPerAddress, TrustedProxies proxies) {
    loops.limit(limits(max, maxPerAddress, proxies));
  }

  private static ConnectionLimits limits(int max, int maxPerAddress, TrustedProxies proxies) {
    return new ConnectionLimits(max, maxPerAddress, proxies::contains);
  }

  /// Returns the state of the server and its counts. Any thread.
  ///
  /// @return the values at about the same time
  public ServerStatistics statistics() {
    return Statistics.of(loops.statistics(), contexts.values(), context);
  }

  /// Returns the addresses on which the server listens, with the actual ports.
  ///
  /// @return the addresses in the order of [#listen]; unmodifiable
  public List<SocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /// Returns the URL of `/` at the first IP address.
  ///
  /// @return the URL, with a slash at the end
  /// @throws IllegalStateException if the server listens on no IP address
  public URI uri() {
    for (SocketAddress each : addresses) {
      if (each instanceof InetSocketAddress first) {
        InetAddress address = first.getAddress();
        String host = address.getHostAddress();
        // RFC 3986 §3.2.2: an IPv6 address is in brackets; a zone is valid on this machine only.
        String name = address instanceof Inet6Address ? "[" + host.split("%")[0] + "]" : host;
        return URI.create("http://" + name + ":" + first.getPort() + "/");
      }
    }
    throw new IllegalStateException("the server listens on no address of the internet");
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

  /// Stops the server: accepts no more connections, lets running requests finish, and aborts those
  /// that have not finished after `grace`. Returns when all threads of the loops have ended, except
  /// a thread that is blocked in a handler, which is logged and abandoned.
  ///
  /// @param grace the maximum time for running requests
  /// @return whether all requests finished in time
  /// @throws InterruptedException if the calling thread is interrupted while it waits; the server
  ///     may be stopped or closed again
  public boolean stop(Duration grace) throws InterruptedException {
    return loops.drain(grace);
  }

  /// Stops the server at once and aborts running requests. Idempotent.
  @Override
  public void close() {
    loops.close();
  }

  /// Settings of a server. Used by one thread.
  public static final class Builder {
    private final List<SocketAddress> addresses = new ArrayList<>();
    private RequestSettings settings;
    private @Nullable ServerListener listener;
    private int workers = Runtime.getRuntime().availableProcessors();
    private ConnectionLimits connections =
        HttpServer.limits(defaultConnections(), 0, TrustedProxies.NONE);
    private InstantSource clock = InstantSource.system();

    private Builder(Handler handler) {
      settings = RequestSettings.of(handler);
    }

    /// Adds an address to listen on. Default: a free port of the loopback address, which only this
    /// machine can reach.
    ///
    /// @param address an address as for [HttpServer#listen]
    /// @return this builder
    public Builder listen(SocketAddress address) {
      addresses.add(Objects.requireNonNull(address, "address"));
      return this;
    }

    /// Adds a port of the loopback address to listen on.
    ///
    /// @param port a port, or 0 for any free one
    /// @return this builder
    /// @throws IllegalArgumentException if the port is out of range
    public Builder port(int port) {
      return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// Sets the number of event loops. Default: one for each processor.
    ///
    /// @param workers at least 1
    /// @return this builder
    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    /// Sets the maximum number of connections. Default: [HttpServer#defaultConnections] in all,
    /// unlimited for one address. When the maximum is reached, the connection that has been idle
    /// longest is closed for the next one.
    ///
    /// @param max the maximum in all
    /// @param maxPerAddress the maximum for one client address, or 0 for unlimited
    /// @return this builder
    /// @throws IllegalArgumentException if a limit is out of range
    public Builder connections(int max, int maxPerAddress) {
      connections = HttpServer.limits(max, maxPerAddress, settings.proxies());
      return this;
    }

    /// Sets the limits of each connection and of the handler. Default: [HttpLimits#defaults].
    ///
    /// @param limits the limits
    /// @return this builder
    public Builder limits(HttpLimits limits) {
      settings = settings.withLimits(limits);
      return this;
    }

    /// Sets the proxies whose reports about clients are believed, and to which the maximum number
    /// of connections of one address does not apply. Default: none.
    ///
    /// @param proxies the proxies
    /// @return this builder
    public Builder proxies(TrustedProxies proxies) {
      settings = settings.withProxies(proxies);
      connections = HttpServer.limits(connections.max(), connections.maxPerAddress(), proxies);
      return this;
    }

    /// Sets the receiver of events, such as an access log. Default: none.
    ///
    /// @param listener the receiver
    /// @return this builder
    public Builder listener(ServerListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /// Sets the clock for the header Date. Default: the system clock.
    ///
    /// @param clock the clock, which is read on the event loops
    /// @return this builder
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /// Creates a server without binding the addresses of this builder. The caller binds addresses
    /// one by one with [HttpServer#listen], to handle the failure of each, and then calls
    /// [HttpServer#start].
    ///
    /// @return a server that is not started; the caller closes it
    /// @throws IOException if the system has no more descriptors, or no thread for blocking
    ///     answers
    /// @throws IllegalArgumentException if the number of event loops is less than 1
    public HttpServer open() throws IOException {
      BlockingSlots.prepare();
      LoopGroup loops = LoopGroup.open(workers, Ticker.system(), connections);
      ServerListener receiver = listener;
      if (receiver != null) {
        loops.onStall(receiver::onStall);
      }
      ServerContext context = ServerContext.of(settings, clock, ServerContext.memoryBudget());
      return new HttpServer(loops, context.withListener(receiver));
    }

    /// Creates a server, binds its addresses and starts it. If that fails, nothing stays open.
    ///
    /// @return the running server; the caller closes it
    /// @throws IOException if an address cannot be bound, or the system has no more descriptors, or
    ///     no thread for blocking answers
    /// @throws IllegalArgumentException if the number of event loops is less than 1
    public HttpServer start() throws IOException {
      if (addresses.isEmpty()) {
        port(0);
      }
      HttpServer server = open();
      try {
        for (SocketAddress address : addresses) {
          server.listen(address);
        }
        server.start();
        return server;
      } catch (IOException | RuntimeException | Error e) {
        server.close();
        throw e;
      }
    }
  }
}
