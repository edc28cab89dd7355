package otus.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import otus.server.loop.Server.Spread;

/// The contract of an endpoint, over TCP and on one loop.
@ExtendWith(LeakCheck.class)
@SuppressWarnings("try") // some clients only connect
class EndpointTest {
  private final Events events = new Events();
  private final Queue<Endpoint> endpoints = new ConcurrentLinkedQueue<>();

  /// A server whose connections record their events and read one byte at a time.
  private Server observing() throws IOException {
    return new Server(
        Spread.ONE_LOOP,
        endpoint -> {
          endpoints.add(endpoint);
          events.add("accepted");
          return new Observer(endpoint, events);
        });
  }

  private static class Observer extends Echo {
    Observer(Endpoint endpoint, Events events) {
      super(endpoint, events);
    }

    @Override
    public void onReadable() throws IOException {
      int read = endpoint.read(endpoint.loop().inbound().limit(1));
      events.add(read < 0 ? "end" : "readable");
      if (read < 0) {
        endpoint.close();
      }
    }

    @Override
    public void onWritable() {
      events.add("writable");
      endpoint.interest(true, false);
    }
  }

  /// Blocks the loop until a number of bytes has arrived at an endpoint, and reads all but the last
  /// one, so that the endpoint is readable in the next turn.
  private static void awaitBytes(Endpoint endpoint, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count - 1);
    while (bytes.hasRemaining()) {
      endpoint.read(bytes);
      Thread.onSpinWait();
    }
  }

  @Test
  void readiness_is_reported_in_every_turn_until_all_bytes_are_read() throws Exception {
    try (Server server = observing();
        Client client = server.connect().send("12345")) {
      events.expect("accepted", "readable", "readable", "readable", "readable", "readable");
      client.finish();
      events.expect("end", "closed");
    }
  }

  @Test
  void readiness_without_interest_is_reported_after_interest_returns() throws Exception {
    try (Server server = observing();
        Client client = server.connect()) {
      events.expect("accepted");
      Endpoint endpoint = endpoints.remove();
      Server.on(endpoint.loop(), () -> interest(endpoint, false, false));
      client.send("1");
      try (Client other = server.connect().send("2")) {
        // The other byte came later, so the loop has had enough turns to report the first one.
        events.expect("accepted", "readable");
        other.finish();
        events.expect("end", "closed");
      }
      assertEquals(List.of(), events.rest());
      Server.on(endpoint.loop(), () -> interest(endpoint, true, false));
      events.expect("readable");
      client.finish();
      events.expect("end", "closed");
    }
  }

  private static Void interest(Endpoint endpoint, boolean reading, boolean writing) {
    endpoint.interest(reading, writing);
    return null;
  }

  @Test
  void ended_interest_in_writing_is_respected_in_the_same_turn() throws Exception {
    try (Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint -> {
                  endpoints.add(endpoint);
                  events.add("accepted");
                  return new Observer(endpoint, events) {
                    @Override
                    public void onReadable() throws IOException {
                      super.onReadable();
                      endpoint.interest(true, false);
                    }
                  };
                });
        Client client = server.connect()) {
      events.expect("accepted");
      Endpoint endpoint = endpoints.remove();
      Server.on(endpoint.loop(), () -> interest(endpoint, false, false));
      client.send("12");
      Server.on(
          endpoint.loop(),
          () -> {
            awaitBytes(endpoint, 2);
            return interest(endpoint, true, true);
          });
      events.expect("readable");
      client.finish();
      events.expect("end", "closed");
    }
  }

  @Test
  void listener_with_interest_in_both_is_called_for_both() throws Exception {
    try (Server server = observing();
        Client client = server.connect()) {
      events.expect("accepted");
      Endpoint endpoint = endpoints.remove();
      Server.on(endpoint.loop(), () -> interest(endpoint, false, false));
      client.send("12");
      Server.on(
          endpoint.loop(),
          () -> {
            awaitBytes(endpoint, 2);
            return interest(endpoint, true, true);
          });
      events.expect("readable", "writable");
    }
  }

  @Test
  void endpoint_closed_by_another_in_the_same_turn_receives_no_events() throws Exception {
    try (Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint -> {
                  endpoints.add(endpoint);
                  endpoint.interest(false, false);
                  events.add("accepted");
                  return new Observer(endpoint, events) {
                    @Override
                    public void onReadable() throws IOException {
                      super.onReadable();
                      endpoints.stream().filter(it -> it != endpoint).forEach(Endpoint::close);
                      endpoint.interest(false, false);
                    }
                  };
                });
        Client one = server.connect().send("12");
        Client two = server.connect().send("12")) {
      events.expect("accepted", "accepted");
      Server.on(
          server.loops.getFirst(),
          () -> {
            for (Endpoint each : endpoints) {
              awaitBytes(each, 2);
              each.interest(true, true);
            }
            return null;
          });
      events.expect("readable", "closed");
      // Neither the closed endpoint nor the open one has interest any more.
      Server.on(server.loops.getFirst(), () -> null);
      assertFalse(events.rest().contains("readable"));
      assertEquals(1, endpoints.stream().filter(Endpoint::isOpen).count());
    }
  }

  @Test
  void slow_reader_causes_back_pressure_and_loses_no_bytes() throws Exception {
    int size = 32 * 1024 * 1024;
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i % 251);
    }
    try (Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint -> {
                  endpoint.interest(false, true);
                  return new Echo(endpoint, events) {
                    private int sent;

                    @Override
                    public void onWritable() throws IOException {
                      while (sent < size) {
                        ByteBuffer part =
                            ByteBuffer.wrap(content, sent, Math.min(65536, size - sent));
                        sent += endpoint.write(part);
                        if (part.hasRemaining()) {
                          events.add("full");
                          return;
                        }
                      }
                      events.add("sent");
                      endpoint.close();
                    }
                  };
                });
        Client client = server.connect()) {
      events.expect("full");
      byte[] received = client.receive(size).getBytes(StandardCharsets.ISO_8859_1);
      assertTrue(Arrays.equals(content, received));
      assertEquals(Client.END, client.rest());
    }
  }

  @Test
  void gathering_write_keeps_the_order() throws Exception {
    try (Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint ->
                    new Echo(endpoint, events) {
                      @Override
                      public void onReadable() throws IOException {
                        ByteBuffer[] parts = {bytes("no"), bytes("a"), bytes(""), bytes("bc")};
                        assertEquals(3, endpoint.write(parts, 1, 3));
                        assertEquals(2, parts[0].remaining());
                        endpoint.shutdownOutput();
                        assertTrue(endpoint.isOpen());
                        endpoint.interest(false, false);
                      }
                    });
        Client client = server.connect().send("x")) {
      assertEquals("abc" + Client.END, client.rest());
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void file_is_sent_from_a_position_up_to_its_end(@TempDir Path directory) throws Exception {
    Path path = Files.writeString(directory.resolve("f"), "0123456789");
    long[][] table = {{0, 10, 10}, {3, 4, 4}, {8, 100, 2}, {10, 1, 0}, {11, 1, 0}, {5, 0, 0}};
    try (Server server = observing();
        Client client = server.connect();
        FileChannel file = FileChannel.open(path)) {
      events.expect("accepted");
      Endpoint endpoint = endpoints.remove();
      for (long[] row : table) {
        assertEquals(row[2], Server.on(endpoint.loop(), () -> endpoint.send(file, row[0], row[1])));
      }
      assertEquals("0123456789" + "3456" + "89", client.receive(16));
      assertEquals(0, file.position());
    }
  }

  @Test
  void interrupt_is_ignored_while_a_file_is_sent(@TempDir Path directory) throws Exception {
    Path path = Files.writeString(directory.resolve("f"), "0123456789");
    try (Server server = observing();
        Client client = server.connect();
        FileChannel file = FileChannel.open(path)) {
      events.expect("accepted");
      Endpoint endpoint = endpoints.remove();
      long sent =
          Server.on(
              endpoint.loop(),
              () -> {
                Thread.currentThread().interrupt();
                return endpoint.send(file, 0, 10);
              });
      assertEquals(10, sent);
      assertEquals("0123456789", client.receive(10));
      assertTrue(file.isOpen());
    }
  }

  @Test
  void file_send_continues_when_the_socket_is_writable_again(@TempDir Path directory)
      throws Exception {
    int size = 32 * 1024 * 1024;
    Path path = Files.write(directory.resolve("f"), new byte[size]);
    try (FileChannel file = FileChannel.open(path);
        Server server =
            new Server(
                Spread.ONE_LOOP,
                endpoint -> {
                  endpoint.interest(false, true);
                  return new Echo(endpoint, events) {
                    private long sent;

                    @Override
                    public void onWritable() throws IOException {
                      sent += endpoint.send(file, sent, size - sent);
                      if (sent < size) {
                        events.add("full");
                      } else {
                        endpoint.close();
                      }
                    }
                  };
                });
        Client client = server.connect()) {
      events.expect("full");
      assertEquals(size, client.receive(size).length());
      assertEquals(Client.END, client.rest());
    }
  }

  @Test
  void close_sends_an_end_and_abort_a_reset() throws Exception {
    for (boolean abort : new boolean[] {false, true}) {
      try (Server server = observing();
          Client client = server.connect()) {
        events.expect("accepted");
        Endpoint endpoint = endpoints.remove();
        Server.on(
            endpoint.loop(),
            () -> {
              for (int i = 0; i < 2; i++) {
                if (abort) {
                  endpoint.abort();
                } else {
                  endpoint.close();
                }
                assertFalse(endpoint.isOpen());
                endpoint.interest(true, true);
              }
              return null;
            });
        assertEquals(abort ? Client.RESET : Client.END, client.rest());
        events.expect("closed");
      }
      assertEquals(List.of(), events.rest());
    }
  }

  @Test
  void close_within_any_callback_is_reported_once() throws Exception {
    for (String place : List.of("readable", "writable", "closed", "drain")) {
      try (Server server =
              new Server(
                  Spread.ONE_LOOP,
                  endpoint -> {
                    return new Echo(endpoint, events) {
                      @Override
                      public void onReadable() {
                        if (place.equals("writable")) {
                          endpoint.interest(false, true);
                          return;
                        }
                        if (!place.equals("drain")) {
                          endpoint.close();
                          endpoint.abort();
                        }
                        endpoint.interest(false, false);
                        events.add("called");
                      }

                      @Override
                      public void onWritable() {
                        endpoint.abort();
                        endpoint.close();
                        events.add("called");
                      }

                      @Override
                      public void onClosed() {
                        super.onClosed();
                        endpoint.close();
                        endpoint.abort();
                      }
                    };
                  });
          Client client = server.connect().send("x")) {
        if (place.equals("drain")) {
          events.expect("called");
          server.group.drain(Duration.ofMinutes(1));
          events.expect("drain", "closed");
        } else {
          events.expect("closed", "called");
        }
      }
      assertEquals(List.of(), events.rest(), place);
    }
  }
}
