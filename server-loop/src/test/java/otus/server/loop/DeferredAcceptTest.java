package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import otus.server.loop.Server.Spread;

/// Connections that the kernel holds until their first bytes arrive, after many were accepted.
@ExtendWith(LeakCheck.class)
@EnabledOnOs(OS.LINUX)
class DeferredAcceptTest {
  private static final int MAX = 100_000;

  private final AtomicInteger created = new AtomicInteger();

  /// Whether a listener was called in the turn that has accepted its connection.
  private volatile boolean early;

  /// Whether connections are closed after their first answer.
  private volatile boolean once;

  private final class Answer extends Echo {
    private boolean later;

    Answer(Endpoint endpoint) {
      super(endpoint, new Events());
      created.incrementAndGet();
      endpoint.loop().execute(() -> later = true); // at the end of the turn
    }

    @Override
    public void onReadable() throws IOException {
      early |= !later;
      super.onReadable();
      if (once) {
        endpoint.close();
      }
    }
  }

  /// Connects until listeners are called early.
  ///
  /// @return the number of connections
  private int untilEarly(Server server) throws IOException {
    int count = 0;
    for (; !early && count < MAX; count++) {
      try (Client client = server.connect()) {
        assertEquals("a", client.echo("a"));
      }
    }
    return count;
  }

  @Test
  void first_bytes_are_read_in_accepting_turn_when_many_connections_were_accepted()
      throws IOException {
    once = true;
    try (Server server = new Server(Spread.ONE_LOOP, Answer::new)) {
      int count = untilEarly(server);
      assertTrue(count >= 1000 && count < MAX, () -> count + " connections");
      try (Client client = server.connect()) {
        assertEquals("b", client.echo("b"));
        assertEquals(Client.END, client.rest());
      }
    }
  }

  @Test
  void connection_is_served_further_when_its_first_bytes_were_read_early() throws IOException {
    try (Server server = new Server(Spread.ONE_LOOP, Answer::new)) {
      untilEarly(server);
      try (Client client = server.connect()) {
        assertEquals("b", client.echo("b"));
        assertEquals("cd", client.echo("cd"));
        assertEquals("e", client.echo("e"));
      }
    }
  }

  @Test
  void silent_connection_is_accepted_when_its_bytes_arrive() throws IOException {
    try (Server server = new Server(Spread.ONE_LOOP, Answer::new)) {
      untilEarly(server);
      int before = created.get();
      try (Client silent = server.connect();
          Client other = server.connect()) {
        assertEquals("o", other.echo("o"));
        assertEquals(before + 1, created.get());
        assertEquals("s", silent.echo("s"));
      }
    }
  }
}
