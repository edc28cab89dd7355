package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.PerConnection;
import otus.server.http.config.RequestSettings;

/// Settings that are replaced while connections are open.
class ReplacementTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private final AtomicInteger unused = new AtomicInteger();
  private final Server server = new Server(text("old"));

  private static Handler text(String text) {
    return _ -> Response.text(Status.OK, text);
  }

  private void replace(RequestSettings settings) {
    server.context().replace(settings, unused::incrementAndGet);
  }

  @Test
  void next_request_of_an_open_connection_has_the_new_handler() {
    Client client = server.exchange(GET);
    replace(RequestSettings.of(text("new")));
    client.send(GET);
    server.settle();
    assertEquals(List.of("old", "new"), client.bodies());
    assertEquals(1, unused.get());
  }

  @Test
  void running_request_keeps_its_handler_until_it_has_ended() {
    CompletableFuture<Answer> later = new CompletableFuture<>();
    replace(RequestSettings.of(_ -> Answer.later(later)));
    unused.set(0);
    Client waiting = server.exchange(GET);
    replace(RequestSettings.of(text("new")));
    assertEquals(List.of("new"), server.exchange(GET).bodies());
    assertEquals(0, unused.get());
    later.complete(Response.text(Status.OK, "late"));
    server.settle();
    assertEquals(List.of("late"), waiting.bodies());
    assertEquals(1, unused.get());
  }

  @Test
  void failure_of_a_listener_does_not_keep_a_handler_in_use() {
    CompletableFuture<Answer> later = new CompletableFuture<>();
    replace(RequestSettings.of(_ -> Answer.later(later)));
    unused.set(0);
    server.exchange(GET);
    replace(RequestSettings.of(text("new")));
    server.recordsFail = true;
    later.complete(Response.text(Status.OK, "late"));
    server.settle();
    assertEquals(1, unused.get());
  }

  @Test
  void request_of_a_lost_connection_ends_the_use_of_its_handler() {
    replace(RequestSettings.of(_ -> Answer.later(new CompletableFuture<>())));
    unused.set(0);
    Client waiting = server.exchange(GET);
    replace(RequestSettings.of(text("new")));
    waiting.reset();
    server.settle();
    assertEquals(1, unused.get());
  }

  @Test
  void next_request_of_an_open_connection_has_the_new_limits() {
    HttpLimits limits = HttpLimits.defaults();
    Client client = server.exchange(GET);
    replace(
        RequestSettings.of(text("new"))
            .withLimits(limits.withRequests(limits.requests().withMaxTargetSize(10))));
    client.send("GET /longer-than-ten HTTP/1.1\r\nHost: h\r\n\r\n");
    server.settle();
    assertEquals(List.of(200, 414), client.statuses());
  }

  @Test
  void next_request_of_an_open_connection_has_the_new_limits_of_connections() {
    Client client = server.exchange(GET);
    Handler large = text("x".repeat(2000));
    replace(large, new PerConnection(0, 2000, 1));
    client.send(GET.repeat(2));
    server.settle();
    assertEquals(2, client.replies().size(), "the third response waits for the rate");
    server.pass(Duration.ofSeconds(2));
    assertEquals(3, client.replies().size());
    replace(large, new PerConnection(5, 0, 1));
    client.send(GET.repeat(3));
    server.settle();
    assertEquals(5, client.replies().size());
    assertEquals("close", client.replies().getLast().field("Connection"));
  }

  private void replace(Handler handler, PerConnection limits) {
    replace(RequestSettings.of(handler).withLimits(HttpLimits.defaults().withConnection(limits)));
  }

  @Test
  void head_that_has_begun_keeps_its_limits_and_gets_the_new_handler() {
    Client client = server.exchange(GET.substring(0, 20));
    HttpLimits limits = HttpLimits.defaults();
    replace(
        RequestSettings.of(text("new"))
            .withLimits(limits.withRequests(limits.requests().withMaxHeaders(1))));
    String two = GET.replace("\r\n\r\n", "\r\nX: y\r\n\r\n");
    client.send(two.substring(20));
    server.settle();
    client.send(two);
    server.settle();
    assertEquals("new", client.bodies().getFirst());
    assertEquals(List.of(200, 431), client.statuses());
  }

  @Test
  void connection_is_idle_for_the_new_time_after_its_next_request() {
    Client client = server.exchange(GET);
    HttpLimits limits = HttpLimits.defaults().withIdleTimeout(Duration.ofSeconds(1));
    replace(RequestSettings.of(text("new")).withLimits(limits));
    server.pass(Duration.ofSeconds(2));
    assertTrue(client.isOpen());
    client.send(GET);
    server.settle();
    server.pass(Duration.ofSeconds(2));
    assertFalse(client.isOpen());
  }
}
