package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.loop.Server.Spread;

@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // tests close early or twice
class DrainTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Events events = new Events();

  /// A listener that records the drain and ignores it.
  private EndpointListener stubborn(Endpoint endpoint) {
    return new Echo(endpoint, events) {
      @Override
      public void onDrain() {
        events.add("drain");
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void announced_shutdown_reaches_open_connections_and_new_ones(Spread spread) throws Exception {
    try (Server server = new Server(spread, this::announced);
        Client open = server.connect()) {
      assertEquals("before", open.echo("before"));
      server.group.announceShutdown();
      events.expect("announced on the loop");
      try (Client later = server.connect()) {
        assertEquals("after", later.echo("after"));
        events.expect("announced on the loop");
      }
      assertEquals("still", open.echo("still"));
    }
  }

  private EndpointListener announced(Endpoint endpoint) {
    return new Echo(endpoint, events) {
      @Override
      public void onShutdownAnnounced() {
        events.add("announced on " + (endpoint.loop().inLoop() ? "the loop" : "another thread"));
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void drain_without_connections_ends_at_once_and_is_repeatable(Spread spread) throws Exception {
    try (Server server = new Server(spread, endpoint -> new Echo(endpoint, events))) {
      assertTrue(server.group.drain(LONG));
      assertTrue(server.group.drain(LONG));
      assertThrows(ConnectException.class, server::connect);
      for (EventLoop loop : server.loops) {
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
      }
    }
  }

  /// A connection that is idle from its first bytes on and ignores the drain.
  private EndpointListener idle(Endpoint endpoint) {
    IdleConnections.Entry entry =
        endpoint.loop().idleConnections().add(() -> false, endpoint::close);
    return new Echo(endpoint, events) {
      @Override
      public void onDrain() {
        events.add("drain");
        entry.idle();
      }

      @Override
      public void onClosed() {
        entry.remove();
        super.onClosed();
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void drain_closes_idle_connections_before_the_grace_period_ends(Spread spread) throws Exception {
    try (Server server = new Server(spread, this::idle);
        Client client = server.connect()) {
      assertEquals("idle", client.echo("idle"));
      assertTrue(server.group.drain(Duration.ZERO, Duration.ofDays(1)));
      events.expect("drain");
      assertEquals(Client.END, client.rest());
    }
  }

  @ParameterizedTest
  @EnumSource
  void drain_lets_a_started_exchange_finish(Spread spread) throws Exception {
    try (Server server = new Server(spread, this::stubborn);
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
  void drain_aborts_connections_that_exceed_the_grace_period(Spread spread) throws Exception {
    try (Server server = new Server(spread, this::stubborn);
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
  void drain_accepts_and_finishes_connections_in_the_kernels_queue(Spread spread) throws Exception {
    CountDownLatch notified = new CountDownLatch(2);
    Ticker ticker =
        () -> {
          // The draining thread reads the time before and after it notifies the loops.
          if (Thread.currentThread().getName().equals("drain")) {
            notified.countDown();
          }
          return System.nanoTime();
        };
    try (Server server = new Server(spread, ticker, this::closing)) {
      CountDownLatch release = new CountDownLatch(1);
      // With round robin only the first loop accepts, and the others end before it.
      List<EventLoop> busy =
          spread == Spread.ROUND_ROBIN ? List.of(server.loops.getFirst()) : server.loops;
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
      notified.await();
      if (spread == Spread.ROUND_ROBIN) {
        for (int i = 1; i < spread.size; i++) {
          thread("otus-loop-" + i).forEach(DrainTest::join);
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

  /// A listener that closes after its next response once it is drained.
  private EndpointListener closing(Endpoint endpoint) {
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
  @EnumSource(names = {"ONE_LOOP", "ROUND_ROBIN"})
  void drain_refuses_new_connections_before_endpoints_finish(Spread spread) throws Exception {
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
  void close_ends_connections_at_once(Spread spread) throws Exception {
    try (Server server = new Server(spread, endpoint -> new Echo(endpoint, events));
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
  void close_by_an_interrupted_thread_ends_all_threads_and_keeps_the_interrupt(Spread spread)
      throws Exception {
    try (Server server = new Server(spread, this::stubborn);
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
  void interrupted_drain_throws_and_is_repeatable() throws Exception {
    try (Server server = new Server(Spread.ONE_LOOP, this::stubborn);
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

  private static List<Thread> thread(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
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
