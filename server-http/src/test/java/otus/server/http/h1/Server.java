package otus.server.http.h1;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.BlockingSlots;
import otus.server.http.exchange.ExchangeRecord;
import otus.server.http.exchange.ServerContext;
import otus.server.loop.MemoryBudget;

/// A handler behind the real stack, on a loop that the test turns by hand.
public final class Server {
  public static final String DATE = "Sun, 06 Nov 1994 08:49:37 GMT";
  public static final Instant NOW = Instant.parse("1994-11-06T08:49:37Z");

  private static final InstantSource CLOCK = InstantSource.fixed(NOW);

  /// More turns than any test has something to do in.
  private static final int MAX_TURNS = 1_000_000;

  public final ManualLoop loop = new ManualLoop();
  private final List<Client> clients = new ArrayList<>();
  private final List<ExchangeRecord> records = new ArrayList<>();
  private final Http1Factory factory;
  private boolean announced;

  public Server(Handler handler) {
    this(handler, HttpLimits.defaults());
  }

  public Server(Handler handler, HttpLimits limits) {
    this(ServerContext.of(handler, limits, CLOCK));
  }

  public Server(Handler handler, MemoryBudget memory) {
    this(ServerContext.of(handler, HttpLimits.defaults(), CLOCK, memory));
  }

  public Server(Handler handler, MemoryBudget memory, BlockingSlots slots) {
    this(new ServerContext(handler, HttpLimits.defaults(), CLOCK, memory, slots, null));
  }

  private Server(ServerContext context) {
    factory = new Http1Factory(context.withLog(records::add).on(loop), "http");
  }

  /// What happened in the exchanges that have ended.
  public List<ExchangeRecord> records() {
    return records;
  }

  public Client connect() {
    Client client = new Client(loop, factory);
    clients.add(client);
    if (announced) {
      client.announceShutdown();
    }
    return client;
  }

  /// Says that the loop will drain before long.
  public void announceShutdown() {
    announced = true;
    clients.forEach(Client::announceShutdown);
  }

  /// One turn of the loop; whether there was something to do.
  public boolean turn() {
    boolean busy = false;
    for (Client client : clients) {
      busy |= client.serve();
    }
    busy |= loop.runTasks() > 0;
    loop.pass(Duration.ZERO);
    return busy;
  }

  /// Turns until nothing is left to do: a connection that asks for readiness it does not use, or
  /// makes tasks without end, fails the test.
  public Server settle() {
    for (int i = 0; i < MAX_TURNS; i++) {
      if (!turn()) {
        return this;
      }
    }
    throw new AssertionError("the loop spins");
  }

  /// Lets time pass, and does what is to be done then.
  public Server pass(Duration time) {
    loop.pass(time);
    return settle();
  }

  /// Waits for a task of another thread, and does what is to be done then.
  public Server await() {
    loop.awaitTask();
    return settle();
  }

  /// Sends a request over a connection of its own, and returns that.
  public Client exchange(String request) {
    Client client = connect().send(request);
    settle();
    return client;
  }
}
