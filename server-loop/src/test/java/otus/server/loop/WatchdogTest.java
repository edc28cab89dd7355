package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
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

/// Stalled and failing loops, and the reactions of the watchdog and the group.
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
        new IdentityHashMap<>(),
        failure -> {});
  }

  private boolean after(long millis) {
    clock.addAndGet(Duration.ofMillis(millis).toNanos());
    return watchdog.check();
  }

  private static String stalled(String seconds) {
    return "event=loop-stalled loop=otus-loop-0 seconds=" + seconds + " module=- at=-";
  }

  @Test
  void waiting_loop_is_never_stalled() {
    loop.heartbeat.idle();
    assertFalse(after(1_000_000));
    assertEquals(List.of(), log);
  }

  @Test
  void stalled_turn_is_logged_and_again_when_its_duration_has_doubled() {
    loop.heartbeat.beat(clock.get());
    assertFalse(after(999));
    assertTrue(after(1));
    assertTrue(after(900));
    assertTrue(after(100));
    assertTrue(after(1999));
    assertTrue(after(1));
    assertEquals(List.of(stalled("1.0"), stalled("2.0"), stalled("4.0")), log);
  }

  @Test
  void loop_recovers_when_its_turn_ends() {
    loop.heartbeat.beat(clock.get());
    assertTrue(after(1500));
    loop.heartbeat.idle();
    assertFalse(after(500));
    assertFalse(after(500));
    loop.heartbeat.beat(clock.get());
    assertTrue(after(1000));
    assertEquals(
        List.of(
            stalled("1.5"), "event=loop-recovered loop=otus-loop-0 seconds=2.0", stalled("1.0")),
        log);
  }

  @ParameterizedTest
  @MethodSource("otus.server.loop.LoopTest#errors")
  void error_of_the_watchdog_is_reported(Error error) throws Exception {
    Ticker broken =
        () -> {
          throw error;
        };
    Watchdog failing = new Watchdog(List.of(loop), broken, log::add, failures::add);
    failing.run();
    assertEquals(List.of(error), failures);
  }

  @Test
  void normal_end_of_the_watchdog_is_no_failure() throws Exception {
    watchdog.start();
    watchdog.end();
    assertEquals(List.of(), failures);
  }

  @Test
  void watchdog_continues_when_interrupted() throws Exception {
    BlockingQueue<Thread> checks = new LinkedBlockingQueue<>();
    Ticker ticker =
        () -> {
          checks.add(Thread.currentThread());
          return clock.get();
        };
    Watchdog interrupted = new Watchdog(List.of(loop), ticker, log::add, failures::add);
    interrupted.start();
    checks.poll(30, TimeUnit.SECONDS).interrupt();
    for (int i = 0; i < 2; i++) {
      assertNotNull(checks.poll(30, TimeUnit.SECONDS));
    }
    interrupted.end();
    assertEquals(List.of(), failures);
  }

  @Test
  void group_reports_an_unexpected_end_of_the_watchdog() throws Exception {
    Error error = new LinkageError("planted");
    Ticker broken =
        () -> {
          if (Thread.currentThread().getName().equals("otus-watchdog")) {
            throw error;
          }
          return System.nanoTime();
        };
    try (LoopGroup group = Spread.ONE_LOOP.open(broken)) {
      group.start();
      assertSame(error, group.failure().toCompletableFuture().get(30, TimeUnit.SECONDS));
      assertTrue(group.drain(Duration.ofMinutes(1)));
    }
  }

  @Test
  void short_consecutive_turns_are_no_stall() {
    for (int i = 0; i < 100; i++) {
      loop.heartbeat.beat(clock.get());
      assertFalse(after(900));
    }
    assertEquals(List.of(), log);
  }

  @Test
  void other_loops_accept_from_the_socket_of_a_stalled_loop() throws Exception {
    Events events = new Events();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Server server = new Server(Spread.BY_THE_KERNEL, endpoint -> new Echo(endpoint, events))) {
      server
          .loops
          .getFirst()
          .execute(
              () -> {
                inside.countDown();
                awaitQuietly(release);
              });
      inside.await();
      // Of 40 connections the kernel gives some to each loop's socket.
      for (int i = 0; i < 40; i++) {
        try (Client client = server.connect()) {
          assertEquals("x", client.echo("x"));
        }
      }
      release.countDown();
      assertTrue(server.group.drain(Duration.ofMinutes(1)));
    } finally {
      release.countDown();
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
  void group_reports_an_unexpected_end_of_a_loop() throws Exception {
    Transport broken =
        new Transport() {
          @Override
          public Poller open() {
            return new ScriptedPoller();
          }

          @Override
          public boolean spreadsConnections(SocketAddress address) {
            return true;
          }
        };
    try (LoopGroup group =
        LoopGroup.open(broken, 2, Ticker.system(), ConnectionLimits.defaults())) {
      assertFalse(group.failure().toCompletableFuture().isDone());
      group.start();
      Throwable failure = group.failure().toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertEquals("the script is over", failure.getMessage());
      assertTrue(group.drain(Duration.ofMinutes(1)));
    }
  }

  @Test
  void drained_group_has_not_failed() throws Exception {
    try (LoopGroup group = Spread.ROUND_ROBIN.open(Ticker.system())) {
      Server.listen(group, loop -> endpoint -> new Echo(endpoint, new Events()));
      group.start();
      assertTrue(group.drain(Duration.ofMinutes(1)));
      assertFalse(group.failure().toCompletableFuture().isDone());
    }
  }
}
