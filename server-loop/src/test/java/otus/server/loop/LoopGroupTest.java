package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.loop.Server.Spread;
import otus.server.loop.nio.NioTransport;

@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // that closing early or twice is right is what is tested
class LoopGroupTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Events events = new Events();

  private Server echo(Spread spread) throws IOException {
    return new Server(spread, endpoint -> new Echo(endpoint, events));
  }

  @ParameterizedTest
  @EnumSource
  void many_connections_are_served(Spread spread) throws Exception {
    try (Server server = echo(spread)) {
      List<Client> clients = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        clients.add(server.connect());
      }
      for (int round = 0; round < 3; round++) {
        for (Client client : clients) {
          assertEquals("hello", client.echo("hello"));
        }
      }
      for (Client client : clients) {
        client.finish();
        assertEquals(Client.END, client.rest());
        events.expect("closed");
        client.close();
      }
      assertTrue(server.group.drain(LONG));
    }
    assertEquals(List.of(), events.rest());
  }

  @ParameterizedTest
  @EnumSource
  void every_loop_gets_connections(Spread spread) throws Exception {
    Set<EventLoop> used = ConcurrentHashMap.newKeySet();
    try (Server server =
        new Server(
            spread,
            endpoint -> {
              assertTrue(endpoint.loop().inLoop());
              used.add(endpoint.loop());
              return new Echo(endpoint, events);
            })) {
      int connections = 0;
      while (used.size() < spread.size) {
        try (Client client = server.connect()) {
          client.echo("x");
        }
        connections++;
      }
      assertTrue(spread == Spread.BY_THE_KERNEL || connections == spread.size);
      assertEquals(new HashSet<>(server.loops), used);
    }
  }

  @ParameterizedTest
  @EnumSource
  void connections_made_before_the_start_wait_for_it(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress address = group.listen(Server.anyPort());
      try (Client client = new Client(address).send("early")) {
        group.start(loop -> endpoint -> new Echo(endpoint, events));
        assertEquals("early", client.receive(5));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void one_group_listens_on_several_addresses(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress one = group.listen(Server.anyPort());
      InetSocketAddress two = group.listen(Server.anyPort());
      assertNotEquals(one.getPort(), two.getPort());
      group.start(loop -> endpoint -> new Echo(endpoint, events));
      try (Client first = new Client(one);
          Client second = new Client(two)) {
        assertEquals("a", first.echo("a"));
        assertEquals("b", second.echo("b"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_taken_port_is_refused(Spread spread) throws Exception {
    for (boolean shared : new boolean[] {false, true}) {
      try (ServerSocketChannel holder = ServerSocketChannel.open()) {
        if (shared && holder.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
          holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        holder.bind(Server.anyPort());
        try (LoopGroup group = spread.open(Ticker.system())) {
          InetSocketAddress taken = (InetSocketAddress) holder.getLocalAddress();
          assertThrows(IOException.class, () -> group.listen(taken), "shared: " + shared);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_port_that_another_group_listens_on_is_refused_until_that_is_closed(Spread spread)
      throws Exception {
    InetSocketAddress address;
    try (Server server = echo(spread);
        LoopGroup group = spread.open(Ticker.system())) {
      address = server.address;
      assertThrows(IOException.class, () -> group.listen(address));
      try (Client client = server.connect()) {
        assertEquals("still there", client.echo("still there"));
      }
    }
    try (LoopGroup group = spread.open(Ticker.system())) {
      assertEquals(address, group.listen(address));
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_group_that_never_started_lets_go_of_everything_however_often(Spread spread)
      throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      InetSocketAddress address = group.listen(Server.anyPort());
      assertTrue(group.drain(LONG));
      assertThrows(ConnectException.class, () -> new Client(address));
      group.close();
    }
  }

  @Test
  void a_group_has_at_least_one_loop() {
    assertThrows(IllegalArgumentException.class, () -> LoopGroup.open(0, Ticker.system()));
  }

  @Test
  void a_started_group_neither_listens_nor_starts_again() throws Exception {
    try (Server server = echo(Spread.ONE_LOOP)) {
      assertThrows(IllegalStateException.class, () -> server.group.listen(Server.anyPort()));
      assertThrows(
          IllegalStateException.class,
          () -> server.group.start(loop -> endpoint -> new Echo(endpoint, events)));
    }
  }

  @Test
  void a_loop_that_stands_still_does_not_keep_the_group_from_its_end() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    LoopGroup group = LoopGroup.open(1, Ticker.system());
    List<EventLoop> loops = new ArrayList<>();
    group.start(
        loop -> {
          loops.add(loop);
          return endpoint -> {
            throw new AssertionError("nobody connects");
          };
        });
    loops
        .getFirst()
        .execute(
            () -> {
              inside.countDown();
              LoopGroupTest.await(release);
            });
    inside.await();
    assertFalse(group.drain(Duration.ZERO));
    release.countDown();
    group.close();
    assertThrows(RejectedExecutionException.class, () -> loops.getFirst().execute(() -> {}));
  }

  @Test
  void loops_that_were_opened_are_closed_when_a_later_one_cannot_be() {
    Transport transport = new NioTransport();
    AtomicInteger left = new AtomicInteger(2);
    Transport scarce =
        new Transport() {
          @Override
          public Poller open() throws IOException {
            if (left.getAndDecrement() == 0) {
              throw new IOException("Too many open files");
            }
            return transport.open();
          }

          @Override
          public boolean spreadsConnections() {
            return transport.spreadsConnections();
          }
        };
    assertThrows(
        IOException.class,
        () -> LoopGroup.open(scarce, 3, Ticker.system(), ConnectionLimits.defaults()));
  }

  @ParameterizedTest
  @EnumSource
  void a_group_whose_acceptors_cannot_be_made_can_be_closed(Spread spread) throws Exception {
    try (LoopGroup group = spread.open(Ticker.system())) {
      group.listen(Server.anyPort());
      List<EventLoop> asked = new ArrayList<>();
      assertThrows(
          IllegalStateException.class,
          () ->
              group.start(
                  loop -> {
                    asked.add(loop);
                    if (asked.size() == spread.size) {
                      throw new IllegalStateException("no acceptor");
                    }
                    return endpoint -> new Echo(endpoint, events);
                  }));
    }
  }

  @ParameterizedTest
  @EnumSource
  void draining_without_connections_ends_at_once_and_again(Spread spread) throws Exception {
    try (Server server = echo(spread)) {
      assertTrue(server.group.drain(LONG));
      assertTrue(server.group.drain(LONG));
      assertThrows(ConnectException.class, server::connect);
      for (EventLoop loop : server.loops) {
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void draining_lets_a_half_done_exchange_finish(Spread spread) throws Exception {
    try (Server server =
            new Server(
                spread,
                endpoint ->
                    new Echo(endpoint, events) {
                      @Override
                      public void onDrain() {
                        events.add("drain");
                      }
                    });
        Client client = server.connect()) {
      assertEquals("half", client.echo("half"));
      CompletableFuture<Boolean> finished = server.drain(LONG);
      events.expect("drain");
      assertEquals("done", client.echo("done"));
      assertFalse(finished.isDone());
      client.finish();
      assertEquals(Client.END, client.rest());
      assertTrue(finished.get());
      events.expect("closed");
    }
    assertEquals(List.of(), events.rest());
  }

  @ParameterizedTest
  @EnumSource
  void draining_breaks_off_what_does_not_finish_in_time(Spread spread) throws Exception {
    try (Server server =
            new Server(
                spread,
                endpoint ->
                    new Echo(endpoint, events) {
                      @Override
                      public void onDrain() {
                        events.add("drain");
                      }
                    });
        Client client = server.connect()) {
      assertEquals("half", client.echo("half"));
      assertFalse(server.group.drain(Duration.ofMillis(1)));
      assertEquals(Client.RESET, client.rest());
      events.expect("drain", "closed");
    }
    assertEquals(List.of(), events.rest());
  }

  @ParameterizedTest
  @EnumSource
  void connections_that_wait_in_the_kernel_are_accepted_and_told_to_finish(Spread spread)
      throws Exception {
    CountDownLatch asked = new CountDownLatch(2);
    Ticker ticker =
        () -> {
          // Read by the draining thread before it asks the loops, and again when it has.
          if (Thread.currentThread().getName().equals("drain")) {
            asked.countDown();
          }
          return System.nanoTime();
        };
    try (Server server = new Server(spread, ticker, this::goodbye)) {
      CountDownLatch release = new CountDownLatch(1);
      // Where the loops take turns only the first accepts, and the others end before it.
      List<EventLoop> busy =
          spread == Spread.IN_TURN ? List.of(server.loops.getFirst()) : server.loops;
      for (EventLoop loop : busy) {
        loop.execute(
            () -> {
              events.add("busy");
              await(release);
            });
        events.expect("busy");
      }
      List<Client> waiting = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        waiting.add(server.connect().send("question"));
      }
      CompletableFuture<Boolean> finished = server.drain(LONG);
      asked.await();
      if (spread == Spread.IN_TURN) {
        for (int i = 1; i < spread.size; i++) {
          thread("otus-loop-" + i).forEach(LoopGroupTest::join);
        }
      }
      release.countDown();
      for (Client client : waiting) {
        assertEquals("question" + Client.END, client.rest());
        client.close();
      }
      assertTrue(finished.get());
      List<String> all = events.rest();
      assertEquals(10, all.stream().filter("drain"::equals).count());
      assertEquals(10, all.stream().filter("closed"::equals).count());
    }
  }

  /// Answers what it has been asked, and is then ready to be drained.
  private EndpointListener goodbye(Endpoint endpoint) {
    return new Echo(endpoint, events) {
      private boolean draining;

      @Override
      public void onReadable() throws IOException {
        super.onReadable();
        if (draining) {
          endpoint.close();
        }
      }

      @Override
      public void onDrain() {
        events.add("drain");
        draining = true;
      }
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"ONE_LOOP", "IN_TURN"})
  void nobody_can_connect_any_more_when_endpoints_are_told_to_finish(Spread spread)
      throws Exception {
    CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
    try (Server server =
            new Server(
                spread,
                endpoint ->
                    new Echo(endpoint, events) {
                      @Override
                      public void onDrain() throws IOException {
                        try (Client late = new Client(address.join())) {
                          events.add("connected " + late);
                        } catch (ConnectException e) {
                          events.add("refused");
                        }
                        endpoint.close();
                      }
                    });
        Client client = server.connect()) {
      address.complete(server.address);
      client.echo("x");
      assertTrue(server.group.drain(LONG));
      events.expect("refused", "closed");
    }
  }

  @ParameterizedTest
  @EnumSource
  void closing_breaks_off_at_once(Spread spread) throws Exception {
    try (Server server = echo(spread);
        Client client = server.connect()) {
      client.echo("x");
      server.close();
      events.expect("drain", "closed");
      assertEquals(Client.END, client.rest());
      server.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closing_by_an_interrupted_thread_ends_all_threads_and_keeps_the_interrupt(Spread spread)
      throws Exception {
    try (Server server =
            new Server(
                spread,
                endpoint ->
                    new Echo(endpoint, events) {
                      @Override
                      public void onDrain() {
                        events.add("drain");
                      }
                    });
        Client client = server.connect()) {
      client.echo("x");
      Thread.currentThread().interrupt();
      server.close();
      assertTrue(Thread.interrupted());
      events.expect("drain", "closed");
      assertEquals(List.of(), thread("otus-loop"));
      assertEquals(Client.RESET, client.rest());
    }
  }

  @Test
  void an_interrupted_drain_says_so_and_can_be_repeated() throws Exception {
    try (Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint ->
                    new Echo(endpoint, events) {
                      @Override
                      public void onDrain() {
                        events.add("drain");
                      }
                    });
        Client client = server.connect()) {
      client.echo("x");
      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> server.group.drain(LONG));
      events.expect("drain");
      client.finish();
      assertTrue(server.group.drain(LONG));
      events.expect("closed");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void the_transport_is_found_as_a_service(int size) throws Exception {
    try (LoopGroup group = LoopGroup.open(size, Ticker.system())) {
      InetSocketAddress address = group.listen(Server.anyPort());
      group.start(loop -> endpoint -> new Echo(endpoint, events));
      assertEquals(size, thread("otus-loop-").size());
      try (Client client = new Client(address)) {
        assertEquals("x", client.echo("x"));
      }
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet();
  }

  private static List<Thread> thread(String prefix) {
    return threads().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .collect(Collectors.toList());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
