package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.loop.Server.Spread;

/// Any exception in any callback of one connection leaves other connections unaffected.
@ExtendWith(LeakCheck.class)
class FailingListenerTest {

  /// The callback that throws.
  enum Place {
    ACCEPT,
    READABLE,
    WRITABLE,
    DRAIN,
    CLOSED
  }

  static Stream<Arguments> failures() {
    return Stream.of(Place.values())
        .flatMap(
            place ->
                Stream.of(
                        new IOException("on purpose"),
                        new IllegalStateException("on purpose"),
                        new AssertionError("on purpose"),
                        new StackOverflowError("on purpose"))
                    .map(failure -> Arguments.of(place, failure)));
  }

  private final Events events = new Events();
  private final Events bystanding = new Events();

  @ParameterizedTest
  @MethodSource("failures")
  void failure_closes_only_its_own_connection(Place place, Throwable failure) throws Exception {
    AtomicReference<Events> next = new AtomicReference<>(bystanding);
    try (Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint ->
                    next.get() == bystanding
                        ? new Bystander(endpoint, bystanding)
                        : failing(endpoint, place, failure));
        Client bystander = server.connect()) {
      assertEquals("a", bystander.echo("a"));
      next.set(events);
      try (Client victim = server.connect()) {
        if (place == Place.CLOSED) {
          victim.finish();
        } else if (place != Place.ACCEPT) {
          victim.send("x");
        }
        CompletableFuture<Boolean> finished = null;
        if (place == Place.DRAIN) {
          assertEquals("x", victim.receive(1));
          finished = server.drain(Duration.ofMinutes(1));
        }
        String ending = victim.rest().replace("x", ""); // the echo, if there was one
        assertTrue(
            ending.equals(Client.RESET)
                || (ending.equals(Client.END) && (place == Place.CLOSED || place == Place.ACCEPT)),
            ending);
        if (place != Place.ACCEPT) {
          events.expect("closed");
        }
        assertEquals("b", bystander.echo("b"));
        bystander.finish();
        assertEquals(Client.END, bystander.rest());
        if (finished != null) {
          assertTrue(finished.get());
        }
      }
      assertTrue(server.group.drain(Duration.ofMinutes(1)));
    }
    assertEquals(List.of(), events.rest());
  }

  /// An echo that ignores the drain and finishes only when the client does.
  private static final class Bystander extends Echo {
    Bystander(Endpoint endpoint, Events events) {
      super(endpoint, events);
    }

    @Override
    public void onDrain() {}
  }

  private EndpointListener failing(Endpoint endpoint, Place place, Throwable failure) {
    if (place == Place.ACCEPT) {
      Failures.sneak(failure);
    }
    return new Echo(endpoint, events) {
      @Override
      public void onReadable() throws IOException {
        failAt(Place.READABLE);
        super.onReadable();
        if (place == Place.WRITABLE) {
          endpoint.interest(false, true);
        }
      }

      @Override
      public void onWritable() {
        failAt(Place.WRITABLE);
      }

      @Override
      public void onDrain() {
        failAt(Place.DRAIN);
      }

      @Override
      public void onClosed() {
        super.onClosed();
        failAt(Place.CLOSED);
      }

      private void failAt(Place here) {
        if (place == here) {
          Failures.sneak(failure);
        }
      }
    };
  }

  @Test
  void endpoint_closed_by_the_factory_notifies_its_listener() throws Exception {
    try (Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint -> {
                  endpoint.close();
                  return new Echo(endpoint, events);
                });
        Client client = server.connect()) {
      assertEquals(Client.END, client.rest());
      events.expect("closed");
      assertTrue(server.group.drain(Duration.ofMinutes(1)));
    }
    assertEquals(List.of(), events.rest());
  }
}
