package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlClientTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path directory;

  private static ControlClient client(SocketAddress address, Duration timeout) {
    return new ControlClient(address, Duration.ofSeconds(20), timeout);
  }

  /// Accepts one connection, reads the head, and sends a response in two parts.
  private static FutureTask<Void> answering(ServerSocketChannel server, String... parts) {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              try (SocketChannel channel = server.accept()) {
                ByteBuffer head = ByteBuffer.allocate(1024);
                while (!text(head).endsWith("\r\n\r\n") && channel.read(head) >= 0) {
                  // read on
                }
                assertEquals("POST /reload HTTP/1.1", text(head).lines().findFirst().orElse(""));
                for (String part : parts) {
                  channel.write(ByteBuffer.wrap(part.getBytes(StandardCharsets.US_ASCII)));
                }
              }
              return null;
            });
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  private static String text(ByteBuffer buffer) {
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII);
  }

  private static void assertAnswered(ServerSocketChannel server) throws Exception {
    FutureTask<Void> task = answering(server, "HTTP/1.1 422 Unproc", "essable\r\nA: b\r\n\r\nno\n");
    assertEquals(
        new ControlClient.Answer(422, "no"),
        client(server.getLocalAddress(), Duration.ofSeconds(20)).post("/reload"));
    task.get(20, TimeUnit.SECONDS);
  }

  @Test
  void answer_comes_over_tcp() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT)) {
      assertAnswered(server);
    }
  }

  @Test
  void answer_comes_over_a_unix_socket() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertAnswered(server.bind(UnixDomainSocketAddress.of(directory.resolve("s"))));
    }
  }

  @Test
  void server_that_does_not_answer_times_out() throws Exception {
    try (ServerSocketChannel silent = ServerSocketChannel.open().bind(ANY_PORT)) {
      ControlClient client = client(silent.getLocalAddress(), Duration.ofMillis(1));
      assertEquals(
          "no answer within 0 s",
          assertThrows(SocketTimeoutException.class, () -> client.post("/reload")).getMessage());
    }
  }

  @Test
  void other_protocols_and_cut_off_answers_are_errors() throws Exception {
    for (String response : new String[] {"", "SSH-2.0\r\n\r\n", "HTTP/1.1 20"}) {
      try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT)) {
        FutureTask<Void> task = answering(server, response);
        ControlClient client = client(server.getLocalAddress(), Duration.ofSeconds(20));
        assertThrows(IOException.class, () -> client.post("/reload"));
        task.get(20, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void address_without_a_server_is_an_error() throws Exception {
    SocketAddress address;
    try (ServerSocketChannel server = ServerSocketChannel.open().bind(ANY_PORT)) {
      address = server.getLocalAddress();
    }
    ControlClient client = client(address, Duration.ofSeconds(20));
    assertThrows(IOException.class, () -> client.post("/reload"));
  }
}
