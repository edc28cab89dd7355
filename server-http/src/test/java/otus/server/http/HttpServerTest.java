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
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
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
  void opened_server_needs_addresses_of_its_own() throws Exception {
    HttpServerBuilder builder = HttpServer.serving(HELLO).workers(1);
    HttpServer server = builder.open();
    assertMessage("the server listens on no address: call listen first", server::start);
    assertMessage("the server listens on no address", server::uri);
    server.close();
    assertMessage("the server has stopped", server::start);
    assertMessage(
        "open() would ignore the addresses of the builder: call start(), or call listen of the"
            + " server",
        builder.port(0)::open);
  }

  private static void assertMessage(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalStateException.class, call).getMessage());
  }

  @Test
  void server_of_unix_sockets_has_no_url(@TempDir Path directory) throws Exception {
    SocketAddress socket = UnixDomainSocketAddress.of(directory.resolve("socket"));
    try (HttpServer server = HttpServer.serving(HELLO).workers(1).listen(socket).start()) {
      assertMessage("the server listens on Unix sockets only", server::uri);
    }
  }

  @Test
  void host_that_is_not_found_is_named() throws Exception {
    SocketAddress nowhere = InetSocketAddress.createUnresolved("no-such-host.invalid", 80);
    String message = "cannot listen on no-such-host.invalid:80: unknown host";
    HttpServerBuilder builder = HttpServer.serving(HELLO).workers(1);
    try (HttpServer server = builder.open()) {
      assertEquals(
          message,
          assertThrows(UnknownHostException.class, () -> server.listen(nowhere)).getMessage());
    }
    assertEquals(
        message,
        assertThrows(UnknownHostException.class, builder.listen(nowhere)::start).getMessage());
    assertEquals(List.of(), loops());
  }

  @Test
  void stop_on_an_event_loop_is_refused_at_once() throws Exception {
    CompletableFuture<HttpServer> started = new CompletableFuture<>();
    Handler stopping =
        _ -> {
          HttpServer server = started.join();
          return Response.text(
              Status.OK,
              ""
                  + assertThrows(IllegalStateException.class, () -> server.stop(Duration.ofDays(1)))
                      .getMessage());
        };
    try (HttpServer server = HttpServer.serving(stopping).workers(2).start()) {
      started.complete(server);
      String answer = answer(server.uri());
      assertTrue(answer.contains("\r\n\r\nstop waits for the event loops to end"), answer);
    }
  }

  @Test
  void invalid_settings_are_named() throws Exception {
    HttpServerBuilder builder = HttpServer.serving(HELLO).workers(1);
    assertInvalid("workers is less than 1: 0", () -> builder.workers(0));
    assertInvalid(
        "the maximum number of connections is less than 1: 0", () -> builder.connections(0, 0));
    assertInvalid(
        "the maximum number of connections per address is negative: -1",
        () -> builder.connections(1, -1));
    assertThrows(NullPointerException.class, () -> HttpServer.serving(null));
    try (HttpServer server = builder.start()) {
      Duration negative = Duration.ofSeconds(-1);
      assertInvalid("grace is negative: PT-1S", () -> server.stop(negative));
      assertInvalid("idle is negative: PT-1S", () -> server.stop(negative, Duration.ZERO));
      assertTrue(answer(server.uri()).endsWith("Hello!\n"));
    }
  }

  private static void assertInvalid(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
