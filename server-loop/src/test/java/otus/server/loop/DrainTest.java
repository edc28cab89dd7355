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
@SuppressWarnings("try") // that closing early or twice is right is what is tested
class DrainTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Events events = new Events();

  /// Notes that it is asked to finish, and takes its time.
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
  void draining_without_connections_ends_at_once_and_again(Spread spread) throws Exception {
    try (Server server = new Server(spread, endpoint -> new Echo(endpoint, events))) {
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
  void draining_breaks_off_what_does_not_finish_in_time(Spread spread) throws Exception {
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
  void closing_by_an_interrupted_thread_ends_all_threads_and_keeps_the_interrupt(Spread spread)
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
  void an_interrupted_drain_says_so_and_can_be_repeated() throws Exception {
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
