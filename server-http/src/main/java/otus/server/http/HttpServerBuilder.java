package otus.server.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.ListenSettings;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TlsSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.exchange.BlockingSlots;
import otus.server.http.exchange.ServerContext;
import otus.server.http.monitor.ServerListener;
import otus.server.loop.ConnectionLimits;
import otus.server.loop.LoopGroup;
import otus.server.loop.Ticker;

/// The settings of an [HttpServer] before it is opened. Used by one thread.
public final class HttpServerBuilder {
  private final List<SocketAddress> addresses = new ArrayList<>();
  private ListenSettings listening = ListenSettings.plain(null);
  private RequestSettings settings;
  private @Nullable ServerListener listener;
  private String name = "otus-loop";
  private int workers = Runtime.getRuntime().availableProcessors();
  private ConnectionLimits connections =
      HttpServer.limits(HttpServer.defaultConnections(), 0, TrustedProxies.NONE);
  private InstantSource clock = InstantSource.system();

  HttpServerBuilder(Handler handler) {
    settings = RequestSettings.of(handler);
  }

  /// Adds an address to listen on. Default: a free port of the loopback address, which only this
  /// machine can reach.
  ///
  /// @param address an address as for [HttpServer#listen]
  /// @return this builder
  public HttpServerBuilder listen(SocketAddress address) {
    addresses.add(Objects.requireNonNull(address, "address"));
    return this;
  }

  /// Adds a port of the loopback address to listen on.
  ///
  /// @param port a port, or 0 for any free one
  /// @return this builder
  /// @throws IllegalArgumentException if the port is out of range
  public HttpServerBuilder port(int port) {
    return listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  /// Encrypts the connections of all addresses of this builder. Default: no encryption.
  ///
  /// ```java
  /// HttpServer server = HttpServer.serving(hello).port(8443).tls(TlsSettings.of(context)).start();
  /// ```
  ///
  /// @param tls the encryption
  /// @return this builder
  public HttpServerBuilder tls(TlsSettings tls) {
    listening = listening.withTls(Objects.requireNonNull(tls, "tls"));
    return this;
  }

  /// Sets the number of event loops. Default: one for each processor.
  ///
  /// @param workers at least 1
  /// @return this builder
  /// @throws IllegalArgumentException if the number is less than 1
  public HttpServerBuilder workers(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers is less than 1: " + workers);
    }
    this.workers = workers;
    return this;
  }

  /// Sets the prefix of the names of the event loops, which are the names of their threads, too.
  /// Default: `otus-loop`, for `otus-loop-0` and so on.
  ///
  /// @param name the prefix
  /// @return this builder
  public HttpServerBuilder name(String name) {
    this.name = Objects.requireNonNull(name, "name");
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
  public HttpServerBuilder connections(int max, int maxPerAddress) {
    connections = HttpServer.limits(max, maxPerAddress, settings.proxies());
    return this;
  }

  /// Sets the limits of each connection and of the handler. Default: [HttpLimits#defaults].
  ///
  /// @param limits the limits
  /// @return this builder
  public HttpServerBuilder limits(HttpLimits limits) {
    settings = settings.withLimits(limits);
    return this;
  }

  /// Sets the proxies whose reports about clients are believed, and to which the maximum number
  /// of connections of one address does not apply. Default: none.
  ///
  /// @param proxies the proxies
  /// @return this builder
  public HttpServerBuilder proxies(TrustedProxies proxies) {
    settings = settings.withProxies(proxies);
    connections = HttpServer.limits(connections.max(), connections.maxPerAddress(), proxies);
    return this;
  }

  /// Sets the limits of each client address. Default: [ClientLimits#NONE].
  ///
  /// @param clients the limits
  /// @return this builder
  public HttpServerBuilder clients(ClientLimits clients) {
    settings = settings.withClients(clients);
    return this;
  }

  /// Sets the maker of the ids of requests: the header `X-Request-Id` of each request and each
  /// response. A trusted proxy may send the id instead. Default: null, no ids.
  ///
  /// @param ids makes ids, on any event loop, or null
  /// @return this builder
  @SuppressWarnings("exports") // Nullable is needed at compile time only
  public HttpServerBuilder requestIds(@Nullable Supplier<String> ids) {
    settings = settings.withRequestIds(ids);
    return this;
  }

  /// Sets the receiver of events, such as an access log. Default: none.
  ///
  /// @param listener the receiver
  /// @return this builder
  public HttpServerBuilder listener(ServerListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return this;
  }

  /// Sets the clock for the header Date. Default: the system clock.
  ///
  /// @param clock the clock, which is read on the event loops
  /// @return this builder
  public HttpServerBuilder clock(InstantSource clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /// Creates a server that listens on no address. The caller binds addresses one by one with
  /// [HttpServer#listen], to handle the failure of each, and then calls [HttpServer#start].
  ///
  /// @return a server that is not started; the caller closes it
  /// @throws IOException if the system has no more descriptors, or no thread for blocking
  ///     answers
  /// @throws IllegalStateException if this builder has addresses
  public HttpServer open() throws IOException {
    if (!addresses.isEmpty()) {
      throw new IllegalStateException(
          "open() would ignore the addresses of the builder: call start(), or call listen of the"
              + " server");
    }
    return create();
  }

  private HttpServer create() throws IOException {
    BlockingSlots.prepare();
    LoopGroup loops = LoopGroup.open(name, workers, Ticker.system(), connections);
    ServerListener receiver = listener;
    if (receiver != null) {
      loops.onStall(receiver::onStall);
    }
    ServerContext context = ServerContext.of(settings, clock, ServerContext.memoryBudget());
    return new HttpServer(loops, context.withListener(receiver), listening);
  }

  /// Creates a server, binds its addresses and starts it. If that fails, nothing stays open.
  ///
  /// @return the running server; the caller closes it
  /// @throws IOException if an address cannot be bound, or the system has no more descriptors, or
  ///     no thread for blocking answers; a [BindException] names the address, and an
  ///     [java.net.UnknownHostException] the host
  public HttpServer start() throws IOException {
    if (addresses.isEmpty()) {
      port(0);
    }
    HttpServer server = create();
    try {
      for (SocketAddress address : addresses) {
        listen(server, address);
      }
      server.start();
      return server;
    } catch (IOException | RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private void listen(HttpServer server, SocketAddress address) throws IOException {
    try {
      server.listen(address);
    } catch (BindException e) {
      // That of the JDK does not say which address, and there may be several.
      BindException named =
          new BindException("cannot listen on " + Listening.name(address) + ": " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }
}
