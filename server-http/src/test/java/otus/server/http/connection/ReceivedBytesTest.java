package otus.server.http.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// When the bytes of a message had arrived, by a clock that the test sets.
class ReceivedBytesTest {
  private final ManualLoop loop = new ManualLoop();
  private final MemoryEndpoint endpoint = new MemoryEndpoint(loop);
  private final ReceivedBytes received = new ReceivedBytes(loop);

  private void read(String text) throws IOException {
    endpoint.arrive(text.getBytes(StandardCharsets.ISO_8859_1));
    received.read(endpoint);
  }

  private void use(int count) {
    received.bytes().position(received.bytes().position() + count);
  }

  @Test
  void first_message_of_a_reading_has_its_time() throws IOException {
    loop.tick();
    read("one");
    loop.tick();
    received.mark(false);
    use(3);
    assertEquals(1, received.arrivedAt());
  }

  @Test
  void later_messages_of_a_reading_share_a_later_time() throws IOException {
    read("onetwosix");
    received.mark(false);
    use(3);
    assertEquals(0, received.arrivedAt());
    for (int i = 0; i < 2; i++) {
      loop.tick();
      received.mark(false);
      use(3);
      assertEquals(1, received.arrivedAt());
    }
  }

  @Test
  void rest_of_a_message_has_a_later_time() throws IOException {
    read("on");
    received.keep();
    loop.tick();
    read("e");
    received.mark(false);
    loop.tick();
    use(3);
    assertEquals(2, received.arrivedAt());
    read("two");
    loop.tick();
    received.mark(true);
    assertEquals(3, received.arrivedAt());
  }

  @Test
  void time_goes_with_the_bytes_to_another_protocol() throws IOException {
    loop.tick();
    read("one");
    loop.tick();
    ReceivedBytes other = new ReceivedBytes(loop);
    other.take(received);
    other.mark(false);
    assertEquals(1, other.arrivedAt());
  }
}
