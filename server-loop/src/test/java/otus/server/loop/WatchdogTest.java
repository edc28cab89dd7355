package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.loop.Server.Spread;

/// A loop that stands still, one that ends, and how others notice.
@ExtendWith(LeakCheck.class)
class WatchdogTest {
  private final AtomicLong clock = new AtomicLong(-Duration.ofDays(1).toNanos());
  private final List<String> log = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private final Loop loop = loop("otus-loop-0");
  private final Watchdog watchdog =
      new Watchdog(List.of(loop, loop("otus-loop-1")), clock::get, log::add, failures::add);

  private Loop loop(String name) {
    return new Loop(
        name,
        new ScriptedPoller(),
        clock::get,
        new ConnectionLimiter(ConnectionLimits.defaults()),
        failure -> {});
  }

  private boolean after(long millis) {
    clock.addAndGet(Duration.ofMillis(millis).toNanos());
    return watchdog.look();
  }

  private static String stalled(String seconds) {
    return "event=loop-stalled loop=otus-loop-0 seconds=" + seconds + " module=- at=-";
  }

  @Test
  void a_loop_that_waits_is_well_however_long() {
    loop.heartbeat().rest();
    assertFalse(after(1_000_000));
    assertEquals(List.of(), log);
  }

  @Test
  void a_turn_that_lasts_is_named_and_again_when_the_time_has_doubled() {
    loop.heartbeat().beat(clock.get());
    assertFalse(after(999));
    assertTrue(after(1));
    assertTrue(after(900));
    assertTrue(after(100));
    assertTrue(after(1999));
    assertTrue(after(1));
    assertEquals(List.of(stalled("1.0"), stalled("2.0"), stalled("4.0")), log);
  }

  @Test
  void a_loop_that_goes_on_has_recovered() {
    loop.heartbeat().beat(clock.get());
    assertTrue(after(1500));
    loop.heartbeat().rest();
    assertFalse(after(500));
    assertFalse(after(500));
    loop.heartbeat().beat(clock.get());
    assertTrue(after(1000));
    assertEquals(
        List.of(
            stalled("1.5"), "event=loop-recovered loop=otus-loop-0 seconds=2.0", stalled("1.0")),
        log);
  }

  @ParameterizedTest
  @MethodSource("otus.server.loop.LoopTest#errors")
  void an_error_that_ends_it_is_told(Error error) throws Exception {
    Ticker broken =
        () -> {
          throw error;
        };
    Watchdog failing = new Watchdog(List.of(loop), broken, log::add, failures::add);
    failing.run();
    assertEquals(List.of(error), failures);
  }

  @Test
  void one_that_is_ended_has_not_failed() throws Exception {
    watchdog.start();
    watchdog.end();
    assertEquals(List.of(), failures);
  }

  @Test
  void it_goes_on_when_it_is_interrupted() throws Exception {
    BlockingQueue<Thread> looks = new LinkedBlockingQueue<>();
    Ticker ticker =
        () -> {
          looks.add(Thread.currentThread());
          return clock.get();
        };
    Watchdog interrupted = new Watchdog(List.of(loop), ticker, log::add, failures::add);
    interrupted.start();
    looks.poll(30, TimeUnit.SECONDS).interrupt();
    for (int looksMore = 0; looksMore < 2; looksMore++) {
      assertNotNull(looks.poll(30, TimeUnit.SECONDS));
    }
    interrupted.end();
    assertEquals(List.of(), failures);
  }

  @Test
  void the_group_hears_of_a_watchdog_that_ends_by_itself() throws Exception {
    Error error = new LinkageError("planted");
    Ticker broken =
        () -> {
          if (Thread.currentThread().getName().equals("otus-watchdog")) {
            throw error;
          }
          return System.nanoTime();
        };
    try (LoopGroup group = Spread.ONE_LOOP.open(broken)) {
      group.start(loop -> endpoint -> new Echo(endpoint, new Events()));
      assertSame(error, group.failure().toCompletableFuture().get(30, TimeUnit.SECONDS));
      assertTrue(group.drain(Duration.ofMinutes(1)));
    }
  }

  @Test
  void short_turns_one_after_the_other_are_no_stall() {
    for (int i = 0; i < 100; i++) {
      loop.heartbeat().beat(clock.get());
      assertFalse(after(900));
    }
    assertEquals(List.of(), log);
  }

  @Test
  void others_answer_also_those_who_come_to_the_socket_of_a_loop_that_stands_still()
      throws Exception {
    Events events = new Events();
    CountDownLatch standing = new CountDownLatch(1);
    CountDownLatch through = new CountDownLatch(1);
    try (Server server = new Server(Spread.BY_THE_KERNEL, endpoint -> new Echo(endpoint, events))) {
      server
          .loops
          .getFirst()
          .execute(
              () -> {
                standing.countDown();
                awaitQuietly(through);
              });
      standing.await();
      // Of so many the kernel gives some to each loop's socket.
      for (int i = 0; i < 40; i++) {
        try (Client client = server.connect()) {
          assertEquals("x", client.echo("x"));
        }
      }
      through.countDown();
      assertTrue(server.group.drain(Duration.ofMinutes(1)));
    } finally {
      through.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void the_group_hears_of_a_loop_that_ends_by_itself() throws Exception {
    Transport broken =
        new Transport() {
          @Override
          public Poller open() {
            return new ScriptedPoller();
          }

          @Override
          public boolean spreadsConnections() {
            return true;
          }
        };
    try (LoopGroup group =
        LoopGroup.open(broken, 2, Ticker.system(), ConnectionLimits.defaults())) {
      assertFalse(group.failure().toCompletableFuture().isDone());
      group.start(loop -> endpoint -> new Echo(endpoint, new Events()));
      Throwable failure = group.failure().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertEquals("the script is over", failure.getMessage());
      assertTrue(group.drain(Duration.ofMinutes(1)));
    }
  }

  @Test
  void a_group_that_is_drained_has_not_failed_and_its_end_was_announced_to_every_loop()
      throws Exception {
    Events events = new Events();
    try (LoopGroup group = Spread.IN_TURN.open(Ticker.system())) {
      group.listen(Server.anyPort());
      group.start(
          loop ->
              new ConnectionFactory() {
                @Override
                public EndpointListener accept(Endpoint endpoint) {
                  return new Echo(endpoint, events);
                }

                @Override
                public void announceShutdown() {
                  events.add(loop.inLoop() ? "announced" : "on another thread");
                }
              });
      group.announceShutdown();
      events.expect("announced", "announced", "announced");
      assertTrue(group.drain(Duration.ofMinutes(1)));
      assertFalse(group.failure().toCompletableFuture().isDone());
    }
  }

  @Test
  void every_ipv4_address_is_no_ipv6_address() throws IOException {
    try (LoopGroup group = Spread.ONE_LOOP.open(Ticker.system())) {
      int port =
          group.listen(new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0)).getPort();
      new Client(new InetSocketAddress("127.0.0.1", port)).close();
      InetSocketAddress other = new InetSocketAddress("::1", port);
      assertThrows(ConnectException.class, () -> new Client(other).close());
    }
  }
}
