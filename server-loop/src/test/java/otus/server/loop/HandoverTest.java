package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.loop.Server.Spread;
import otus.server.loop.linux.Descriptors;
import otus.server.loop.linux.LocalSocket;

/// Two groups that share listening sockets, as the two servers of a restart do.
@ExtendWith(LeakCheck.class)
@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try") // a test closes early
class HandoverTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path directory;

  private final Events events = new Events();

  /// Copies of all sockets of an address, made by passing them from this process to itself.
  private List<Integer> copies(InetSocketAddress address) throws IOException {
    List<Integer> copies = new ArrayList<>();
    Path path = directory.resolve("s");
    try (LocalSocket listening = LocalSocket.listen(path);
        LocalSocket from = LocalSocket.connect(path, LONG);
        LocalSocket to = listening.accept()) {
      for (int each : Descriptors.listening(address)) {
        from.writeLine("socket", each);
        to.readLine();
        copies.add(to.takeDescriptor());
      }
    }
    return copies;
  }

  private LoopGroup adopt(Spread spread, InetSocketAddress address) throws IOException {
    LoopGroup next = spread.open(Ticker.system());
    assertEquals(address, next.adopt(copies(address), _ -> endpoint -> new Echo(endpoint, events)));
    return next;
  }

  private CompletableFuture<Boolean> retire(LoopGroup group, Duration idle) {
    CompletableFuture<Boolean> finished = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                finished.complete(group.retire(idle, LONG, () -> {}));
              } catch (Throwable e) {
                finished.completeExceptionally(e);
              }
            });
    return finished;
  }

  @ParameterizedTest
  @CsvSource({
    "ONE_LOOP, ONE_LOOP",
    "BY_THE_KERNEL, BY_THE_KERNEL",
    "BY_THE_KERNEL, ONE_LOOP",
    "ONE_LOOP, BY_THE_KERNEL",
    "ROUND_ROBIN, BY_THE_KERNEL"
  })
  void new_group_serves_when_the_old_one_has_left(Spread before, Spread after) throws Exception {
    // A loop that has not left yet may accept another connection, and announces the end there, too.
    AtomicBoolean announced = new AtomicBoolean();
    try (Server old =
            new Server(
                before,
                endpoint ->
                    new Echo(endpoint, events) {
                      @Override
                      public void onShutdownAnnounced() {
                        if (announced.compareAndSet(false, true)) {
                          events.add("announced");
                        }
                      }
                    });
        Client open = old.connect();
        LoopGroup next = adopt(after, old.address)) {
      assertEquals("old", open.echo("old"));
      next.start();
      CompletableFuture<Boolean> retired = retire(old.group, LONG);
      events.expect("announced");
      for (int i = 0; i < 20; i++) {
        try (Client later = old.connect()) {
          assertEquals("new", later.echo("new"));
        }
        events.expect("closed");
      }
      assertEquals("still", open.echo("still"));
      open.finish();
      assertTrue(retired.get());
      events.expect("closed");
      try (Client later = old.connect()) {
        assertEquals("new", later.echo("new"));
      }
    }
  }

  @Test
  void old_group_continues_if_the_new_one_never_starts() throws Exception {
    try (Server old = new Server(Spread.BY_THE_KERNEL, endpoint -> new Echo(endpoint, events))) {
      try (LoopGroup next = adopt(Spread.BY_THE_KERNEL, old.address);
          Client client = old.connect()) {
        assertEquals("old", client.echo("old"));
        next.close();
        assertEquals("old", client.echo("old"));
      }
      try (Client client = old.connect()) {
        assertEquals("old", client.echo("old"));
      }
    }
  }

  @Test
  void idle_connections_are_drained_after_their_time() throws Exception {
    try (Server old = new Server(Spread.ONE_LOOP, endpoint -> new Echo(endpoint, events));
        Client idle = old.connect();
        LoopGroup next = adopt(Spread.ONE_LOOP, old.address)) {
      assertEquals("a", idle.echo("a"));
      next.start();
      assertTrue(retire(old.group, Duration.ofMillis(1)).get());
      events.expect("drain", "closed");
      assertEquals(Client.END, idle.rest());
    }
  }

  @Test
  void begun_drain_ends_idle_connections_of_a_retired_group() throws Exception {
    try (Server old = new Server(Spread.ONE_LOOP, endpoint -> new Echo(endpoint, events));
        Client idle = old.connect();
        LoopGroup next = adopt(Spread.ONE_LOOP, old.address)) {
      assertEquals("a", idle.echo("a"));
      next.start();
      CompletableFuture<Boolean> retired = retire(old.group, LONG);
      old.group.beginDrain();
      assertTrue(retired.get());
      events.expect("drain", "closed");
    }
  }
}
