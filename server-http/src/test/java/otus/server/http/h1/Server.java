package otus.server.http.h1;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import otus.server.api.Handler;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestSettings;
import otus.server.http.connection.ManualLoop;
import otus.server.http.exchange.BlockingSlots;
import otus.server.http.exchange.LoopContext;
import otus.server.http.exchange.ServerContext;
import otus.server.http.limit.ClientRequests;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.LoopListener;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.MemoryBudget;

/// A server with real connections on endpoints in memory and a loop that the test runs.
public final class Server {
  public static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
  public static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  /// The maximum number of turns of [#settle]; no test needs as many.
  private static final int MAX_TURNS = 1_000_000;

  public final ManualLoop loop = new ManualLoop();
  private final List<Client> clients = new ArrayList<>();
  private final List<ExchangeRecord> records = new ArrayList<>();
  private final LoopContext context;
  private final Http1Factory factory;
  private boolean announced;

  /// Whether the receiver of the records uses them.
  public boolean recordsUsed = true;

  /// Whether the receiver of the records fails.
  public boolean recordsFail;

  public Server(Handler handler) {
    this(handler, HttpLimits.defaults());
  }

  public Server(Handler handler, HttpLimits limits) {
    this(ServerContext.of(handler, limits, CLOCK));
  }

  public Server(Handler handler, MemoryBudget memory) {
    this(ServerContext.of(RequestSettings.of(handler), CLOCK, memory));
  }

  public Server(Handler handler, MemoryBudget memory, BlockingSlots slots) {
    this(
        new ServerContext(
            RequestSettings.of(handler),
            CLOCK,
            memory,
            slots,
            new ClientRequests(ClientLimits.NONE),
            null));
  }

  public Server(RequestSettings settings) {
    this(ServerContext.of(settings, CLOCK, ServerContext.memoryBudget()));
  }

  private Server(ServerContext context) {
    this.context = context.withListener(this::recorder).on(loop);
    factory = new Http1Factory(this.context, Transport.HTTP, null);
  }

  public LoopContext context() {
    return context;
  }

  private LoopListener recorder() {
    return new LoopListener() {
      @Override
      public boolean usesExchanges() {
        return recordsUsed;
      }

      @Override
      public void onExchange(ExchangeRecord exchange) {
        if (recordsFail) {
          throw new IllegalStateException("expected in this test's log");
        }
        records.add(exchange);
      }
    };
  }

  /// Returns the records of the exchanges that have ended.
  public List<ExchangeRecord> records() {
    return records;
  }

  public Client connect() {
    return connect(factory);
  }

  /// Opens a connection of another protocol.
  public Client connect(ConnectionFactory protocol) {
    Client client = new Client(loop, protocol);
    clients.add(client);
    if (announced) {
      client.announceShutdown();
    }
    return client;
  }

  /// Announces that the loop will drain.
  public void announceShutdown() {
    announced = true;
    clients.forEach(Client::announceShutdown);
  }

  /// Runs one turn of the loop.
  ///
  /// @return whether a callback or a task ran
  public boolean turn() {
    boolean busy = false;
    for (Client client : clients) {
      busy |= client.serve();
    }
    busy |= loop.runTasks() > 0;
    loop.pass(Duration.ZERO);
    return busy;
  }

  /// Runs turns until nothing is left to do. A connection that does not use the readiness that it
  /// is interested in, or queues tasks endlessly, fails the test.
  public Server settle() {
    for (int i = 0; i < MAX_TURNS; i++) {
      if (!turn()) {
        return this;
      }
    }
    throw new AssertionError("the loop spins");
  }

  /// Advances the time, and runs turns until nothing is left to do.
  public Server pass(Duration time) {
    loop.pass(time);
    return settle();
  }

  /// Waits for a task of another thread, and runs turns until nothing is left to do.
  public Server await() {
    loop.awaitTask();
    return settle();
  }

  /// Sends a request on a new connection, and returns its client.
  public Client exchange(String request) {
    Client client = connect().send(request);
    settle();
    return client;
  }
}
