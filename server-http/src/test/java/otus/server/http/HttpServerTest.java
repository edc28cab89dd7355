package otus.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestLimits;
import otus.server.http.config.RequestSettings;

/// The server as a library, over real sockets.
class HttpServerTest {
  private static final Handler HELLO = _ -> Response.text(Status.OK, "Hello!\n");
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  private static Socket connect(URI uri) throws IOException {
    return new Socket(InetAddress.getByName(uri.getHost()), uri.getPort());
  }

  private static String answer(URI uri) throws IOException {
    try (Socket socket = connect(uri)) {
      socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> loops() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("otus-"))
        .toList();
  }

  @Test
  void server_answers_on_a_free_loopback_port_until_it_is_closed() throws Exception {
    URI uri;
    try (HttpServer server = HttpServer.serving(HELLO).workers(2).start()) {
      uri = server.uri();
      assertEquals("127.0.0.1", uri.getHost());
      assertTrue(answer(uri).endsWith("\r\n\r\nHello!\n"));
      assertEquals(uri.getPort(), ((InetSocketAddress) server.addresses().getFirst()).getPort());
    }
    assertThrows(ConnectException.class, () -> connect(uri));
    assertEquals(List.of(), loops());
  }

  @Test
  void settings_cannot_be_replaced_after_the_end() throws Exception {
    HttpServer server = HttpServer.serving(HELLO).workers(1).start();
    server.close();
    assertThrows(IllegalStateException.class, () -> server.replace(RequestSettings.of(HELLO)));
  }

  @Test
  void builder_settings_apply() throws Exception {
    InstantSource clock = InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z"));
    HttpLimits small =
        HttpLimits.defaults().withRequests(RequestLimits.defaults().withMaxTargetSize(8));
    HttpServerBuilder builder = HttpServer.serving(HELLO).clock(clock).limits(small).workers(1);
    try (HttpServer server = builder.port(0).start()) {
      assertTrue(answer(server.uri()).contains("\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
      try (Socket socket = connect(server.uri())) {
        socket
            .getOutputStream()
            .write(GET.replace(" / ", " /too/long ").getBytes(StandardCharsets.US_ASCII));
        String refused = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(refused.startsWith("HTTP/1.1 414 "), refused);
      }
    }
  }

  @Test
  void failed_start_leaves_nothing_open_when_the_port_is_in_use() throws Exception {
    try (HttpServer first = HttpServer.serving(HELLO).workers(1).start()) {
      HttpServerBuilder second =
          HttpServer.serving(HELLO).port(0).listen(first.addresses().getFirst());
      assertThrows(BindException.class, second::start);
      assertEquals(List.of("otus-loop-0", "otus-watchdog"), loops().stream().sorted().toList());
    }
  }

  @Test
  void running_request_is_answered_while_the_server_stops() throws Exception {
    CountDownLatch called = new CountDownLatch(1);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Handler slow =
        _ -> {
          called.countDown();
          return Answer.later(answer);
        };
    try (HttpServer server = HttpServer.serving(slow).start()) {
      CompletableFuture<String> received = new CompletableFuture<>();
      URI uri = server.uri();
      Thread.ofVirtual().start(() -> received.completeAsync(() -> text(uri), Runnable::run));
      called.await();
      Thread.ofVirtual().start(() -> answer.complete(Response.text(Status.OK, "at last")));
      assertTrue(server.stop(Duration.ofSeconds(30)));
      assertTrue(received.get().endsWith("at last"));
    }
  }

  private static String text(URI uri) {
    try {
      return answer(uri);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void owner_opens_listens_and_starts_in_steps() throws Exception {
    try (HttpServer server = HttpServer.serving(HELLO).workers(1).open()) {
      assertThrows(IllegalStateException.class, server::uri);
      SocketAddress found =
          server.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      assertEquals(List.of(found), server.addresses());
      server.start();
      assertTrue(answer(server.uri()).endsWith("Hello!\n"));
      assertThrows(IllegalStateException.class, server::start);
      assertThrows(IllegalStateException.class, () -> server.listen(found));
      assertFalse(server.failure().toCompletableFuture().isDone());
    }
  }

  @Test
  void invalid_settings_are_rejected() {
    assertThrows(
        IllegalArgumentException.class, () -> HttpServer.serving(HELLO).workers(0).start());
    assertThrows(IllegalArgumentException.class, () -> HttpServer.serving(HELLO).connections(0, 0));
    assertThrows(NullPointerException.class, () -> HttpServer.serving(null));
  }
}
