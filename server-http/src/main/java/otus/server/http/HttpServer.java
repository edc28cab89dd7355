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
import java.util.concurrent.CompletionStage;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.BlockingSlots;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ServerContext;
import otus.server.http.h1.Http1Factory;
import otus.server.loop.ConnectionLimits;
import otus.server.loop.EventLoop;
import otus.server.loop.LoopGroup;
import otus.server.loop.MemoryBudget;
import otus.server.loop.Ticker;

/// A server: event loops that listen, and one handler that answers. For programs, and their tests,
/// that bring their own handler along; the program `otus-server` is made of it, too.
///
/// ```java
/// Handler hello = request -> Response.text(Status.OK, "Hello!\n");
/// try (HttpServer server = HttpServer.serving(hello).start()) {
///   URI there = server.uri(); // http://127.0.0.1:41967/
/// }
/// ```
///
/// Listening, starting and stopping are for one thread, the owner. The handler is called on the
/// event loops, which are platform threads of their own that keep the JVM alive. The server does
/// not close what the handler holds: whoever made the handler does, after the server has stopped.
public final class HttpServer implements AutoCloseable {
  private final LoopGroup loops;
  private final ServerContext context;
  private final Map<EventLoop, LoopContext> contexts = new IdentityHashMap<>();
  private final List<SocketAddress> addresses = new ArrayList<>();

  private HttpServer(LoopGroup loops, ServerContext context) {
    this.loops = loops;
    this.context = context;
  }

  /// How a server is to be that has this handler.
  ///
  /// @param handler answers all requests; what it passes is a 404
  public static Builder serving(Handler handler) {
    return new Builder(Objects.requireNonNull(handler, "handler"));
  }

  /// How many connections there are at most by default: 10,000, or as many as fit in an eighth of
  /// the largest heap, where each takes 4 KiB.
  public static int defaultConnections() {
    long fitting = MemoryBudget.ofHeap().connections(ConnectionMemory.SHARE);
    return (int) Math.min(ConnectionLimits.defaults().max(), fitting);
  }

  /// Listens on another address; connections wait in the kernel until the server is started.
  ///
  /// @param address an address of the internet, where port 0 stands for any free port, or of a Unix
  ///     socket, whose file must not exist; the caller deletes it after the server has stopped
  /// @return the address with the actual port
  /// @throws IOException if the socket cannot be bound: a [java.net.BindException] if the port is
  ///     in use, or the address is not one of this machine
  /// @throws IllegalStateException if the server is started
  public SocketAddress listen(SocketAddress address) throws IOException {
    SocketAddress bound = loops.listen(address, loop -> new Http1Factory(contextOf(loop), "http"));
    addresses.add(bound);
    return bound;
  }

  /// All protocols of a loop share its context.
  private LoopContext contextOf(EventLoop loop) {
    return contexts.computeIfAbsent(loop, context::on);
  }

  /// Begins to answer.
  ///
  /// @throws IllegalStateException if it was called before
  public void start() {
    loops.start();
  }

  /// The addresses on which the server listens, with the actual ports, in the order of [#listen];
  /// unmodifiable.
  public List<SocketAddress> addresses() {
    return List.copyOf(addresses);
  }

  /// The URL of the root at the first address of the internet.
  ///
  /// @throws IllegalStateException if there is no such address
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

  /// Completes with the reason if an event loop, or the watchdog of the loops, ends by a fault: the
  /// connections of that loop are lost, and the owner should stop the server. On the thread that
  /// ends.
  public CompletionStage<Throwable> failure() {
    return loops.failure();
  }

  /// Goes on serving, and tells each client that its next response is the last of its connection:
  /// for the time in which a load balancer learns that this server will stop.
  public void announceShutdown() {
    loops.announceShutdown();
  }

  /// Stops: accepts no more connections, lets requests that were begun finish, and breaks off what
  /// has not after `grace`. Returns when all threads of the loops have ended, but for one that
  /// stands still in a handler, which is logged and left behind.
  ///
  /// @return whether everything finished in time
  /// @throws InterruptedException if the thread was interrupted meanwhile; the server may be
  ///     stopped or closed again
  public boolean stop(Duration grace) throws InterruptedException {
    return loops.drain(grace);
  }

  /// Stops at once, breaking off what is under way. Idempotent.
  @Override
  public void close() {
    loops.close();
  }

  /// How a server is to be; used by one thread.
  public static final class Builder {
    private final Handler handler;
    private final List<SocketAddress> addresses = new ArrayList<>();
    private int workers = Runtime.getRuntime().availableProcessors();
    private ConnectionLimits connections =
        ConnectionLimits.defaults().withMax(defaultConnections());
    private HttpLimits limits = HttpLimits.defaults();
    private InstantSource clock = InstantSource.system();

    private Builder(Handler handler) {
      this.handler = handler;
    }

    /// Listens on that address, too. Without any it is a free port of the loopback address, which
    /// only this machine can reach.
    ///
    /// @param address port 0 for any that is free
    public Builder listen(SocketAddress address) {
      addresses.add(Objects.requireNonNull(address, "address"));
      return this;
    }

    /// Listens on that port of the loopback address.
    ///
    /// @param port 0 for any that is free
    public Builder port(int port) {
      return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /// The number of event loops; without it one for each processor.
    public Builder workers(int workers) {
      this.workers = workers;
      return this;
    }

    /// The most connections in all and from one address; without it [HttpServer#defaultConnections]
    /// and no limit from one. When they are there, the connection that has been idle longest is
    /// closed for the next one.
    ///
    /// @param max in all
    /// @param maxPerAddress 0 for no limit
    ///
    /// @throws IllegalArgumentException if there could be none
    public Builder connections(int max, int maxPerAddress) {
      connections = ConnectionLimits.defaults().withMax(max).withMaxPerAddress(maxPerAddress);
      return this;
    }

    /// What a connection may cost; without it [HttpLimits#defaults].
    public Builder limits(HttpLimits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /// What the field Date says; without it the system's time.
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /// A server that listens nowhere yet, for an owner who wants to know of each address whether
    /// it can be had: [HttpServer#listen], then [HttpServer#start].
    ///
    /// @throws IOException if the system has no more descriptors, or no thread for blocking
    ///     answers
    public HttpServer open() throws IOException {
      BlockingSlots.prepare();
      LoopGroup loops = LoopGroup.open(workers, Ticker.system(), connections);
      return new HttpServer(loops, ServerContext.of(handler, limits, clock));
    }

    /// A server that answers; nothing is left open if that fails.
    ///
    /// @throws IOException if an address cannot be had, or the system has no more descriptors, or
    ///     no thread for blocking answers
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
