package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.loop.Server.Spread;

/// The end of a group whose loop is stalled, or on one of its own loops.
@ExtendWith(LeakCheck.class)
class GroupEndTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Events events = new Events();

  private Server echo(Spread spread) throws IOException {
    return new Server(spread, endpoint -> new Echo(endpoint, events));
  }

  /// An echo that blocks its loop.
  private final class Blocking extends Echo {
    final CountDownLatch inside;
    final CountDownLatch release;

    Blocking(Endpoint endpoint, CountDownLatch inside, CountDownLatch release) {
      super(endpoint, GroupEndTest.this.events);
      this.inside = inside;
      this.release = release;
    }

    @Override
    public void onReadable() throws IOException {
      inside.countDown();
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      super.onReadable();
    }
  }

  @Test
  void stalled_loop_is_named_and_its_connections_end() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    Server server =
        new Server(Spread.ONE_LOOP, endpoint -> new Blocking(endpoint, inside, release));
    try (Client client = server.connect().send("late")) {
      inside.await();
      assertFalse(server.group.drain(Duration.ZERO));
      String log = GroupEnd.leftBehind((Loop) server.loops.getFirst());
      String place = "loop=otus-loop-0 module=java.base at=jdk.internal.misc.Unsafe.park(";
      assertTrue(log.startsWith("event=loop-left-behind " + place), log);
      assertEquals(Client.END, client.rest()); // the listener has not returned yet
    } finally {
      release.countDown();
      server.close();
    }
    EventLoop loop = server.loops.getFirst();
    assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
  }

  @ParameterizedTest
  @EnumSource
  void drain_on_a_loop_is_refused_at_once(Spread spread) throws Exception {
    try (Server server = echo(spread)) {
      for (EventLoop loop : server.loops) {
        Server.on(
            loop, () -> assertThrows(IllegalStateException.class, () -> server.group.drain(LONG)));
      }
      try (Client client = server.connect()) {
        assertEquals("still there", client.echo("still there"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void close_on_a_loop_ends_the_group_without_waiting(Spread spread) throws Exception {
    try (Server server = echo(spread);
        Client client = server.connect()) {
      client.echo("x");
      Server.on(
          server.loops.getLast(),
          () -> {
            server.group.close();
            return true;
          });
      assertEquals(Client.END, client.rest());
      assertTrue(server.group.drain(LONG));
    }
  }

  @Test
  void stopped_group_says_so() throws Exception {
    Server server = echo(Spread.ONE_LOOP);
    server.close();
    List<Executable> late =
        List.of(
            server.group::start,
            () ->
                server.group.listen(Server.anyPort(), _ -> endpoint -> new Echo(endpoint, events)));
    for (Executable each : late) {
      assertEquals(
          "the server has stopped", assertThrows(IllegalStateException.class, each).getMessage());
    }
  }
}
