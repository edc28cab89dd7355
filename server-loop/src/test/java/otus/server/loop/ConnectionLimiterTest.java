package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.loop.Server.Spread;

@ExtendWith(LeakCheck.class)
class ConnectionLimiterTest {
  private final Events events = new Events();

  private static InetSocketAddress peer(String address) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(address), 50_000);
  }

  @Test
  void limiter_has_room_until_the_maximum_is_reached() throws Exception {
    ConnectionLimiter limiter = new ConnectionLimiter(new ConnectionLimits(2, 0));
    assertTrue(limiter.enter(peer("127.0.0.1"), 0));
    assertTrue(limiter.hasRoom());
    assertTrue(limiter.enter(peer("127.0.0.1"), 0));
    assertFalse(limiter.hasRoom());
    limiter.leave(peer("127.0.0.1"));
    assertTrue(limiter.hasRoom());
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "2001:db8::1, 2001:db8::ffff:1, true",
    "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    "0.0.0.1, ::1, false",
  })
  void connections_are_counted_per_ipv4_address_or_ipv6_64(String one, String two, boolean together)
      throws Exception {
    ConnectionLimiter limiter = new ConnectionLimiter(new ConnectionLimits(100, 1));
    assertTrue(limiter.enter(peer(one), 0));
    assertEquals(!together, limiter.enter(peer(two), 0));
    limiter.leave(peer(two));
    assertFalse(limiter.enter(peer(one), 0), "a refused connection must free only its own place");
    limiter.leave(peer(one));
    limiter.leave(peer(one));
    assertTrue(limiter.enter(peer(two), 0));
  }

  @ParameterizedTest
  @EnumSource
  void new_client_waits_for_an_end_when_no_connection_is_idle(Spread spread) throws Exception {
    try (Server server =
            new Server(
                spread,
                new ConnectionLimits(2, 0),
                endpoint -> {
                  events.add("opened");
                  return new Echo(endpoint, events);
                });
        Client first = server.connect();
        Client second = server.connect()) {
      assertEquals("a", first.echo("a"));
      assertEquals("b", second.echo("b"));
      events.expect("opened", "opened");
      try (Client third = server.connect().send("c")) {
        for (int i = 0; i < 100; i++) {
          assertEquals("a", first.echo("a"));
          assertEquals("b", second.echo("b"));
        }
        assertEquals(List.of(), events.rest());
        first.finish();
        assertEquals("c", third.receive(1));
        events.expect("closed", "opened");
      }
    }
  }

  /// An echo that is idle after each response.
  private EndpointListener idling(Endpoint endpoint) {
    events.add("opened");
    IdleConnections.Entry idle =
        endpoint.loop().idleConnections().add(() -> false, endpoint::close);
    return new Echo(endpoint, events) {
      @Override
      public void onReadable() throws IOException {
        super.onReadable();
        idle.idle();
      }

      @Override
      public void onClosed() {
        idle.remove();
        super.onClosed();
      }
    };
  }

  @ParameterizedTest
  @EnumSource
  void new_client_replaces_an_idle_connection_when_the_maximum_is_reached(Spread spread)
      throws Exception {
    List<Client> clients = new ArrayList<>();
    try (Server server = new Server(spread, new ConnectionLimits(2, 0), this::idling)) {
      for (int i = 0; i < 2; i++) {
        clients.add(server.connect());
        assertEquals("a", clients.getLast().echo("a"));
        events.expect("opened");
      }
      assertEquals(List.of(), events.rest(), "an idle connection was closed without need");
      for (int i = 0; i < 20; i++) {
        clients.add(server.connect());
        assertEquals("b", clients.getLast().echo("b"));
        events.expect("closed", "opened");
      }
      assertEquals(List.of(), events.rest());
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @Test
  void client_beyond_its_maximum_is_closed_at_once_and_admitted_later() throws Exception {
    try (Server server =
        new Server(
            Spread.BY_THE_KERNEL,
            new ConnectionLimits(100, 1),
            endpoint -> new Echo(endpoint, events))) {
      try (Client first = server.connect()) {
        assertEquals("a", first.echo("a"));
        try (Client second = server.connect()) {
          assertTrue(List.of(Client.END, Client.RESET).contains(second.rest()));
        }
        assertEquals("a", first.echo("a"));
        first.finish();
        events.expect("closed");
      }
      try (Client third = server.connect()) {
        assertEquals("c", third.echo("c"));
      }
      events.expect("closed");
      assertTrue(server.group.drain(Duration.ofMinutes(1)));
    }
  }
}
