package otus.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;

/// Of 20 KiB that connections may hold in all, and who has to go if they would hold more.
class RequestMemoryTest {
  private static final int MOST = 20 * 1024;
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n";
  private static final String LARGE = "X: " + "y".repeat(9000) + "\r\n";

  private final RequestMemory memory = new RequestMemory(MOST);
  private final CompletableFuture<Response> never = new CompletableFuture<>();
  private final Server server =
      new Server(
          request ->
              request.target().rawPath().equals("/later")
                  ? Answer.later(never)
                  : Response.text(Status.OK, "here"),
          memory);

  private static String later(String fields) {
    return "GET /later HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n%s", // lines of a head
        "GET / HTTP/1.1\r\nHost: h\r\nA: %1$.9000s", // a part of a line
        "GET /later HTTP/1.1\r\nHost: h\r\n%s\r\n", // a head that is being answered
        "GET /later HTTP/1.1\r\nHost: h\r\n\r\n%s", // what comes after it
      })
  void the_third_that_holds_much_is_reset(String request) {
    String sent = request.formatted(LARGE);
    Client first = server.exchange(sent);
    Client second = server.exchange(sent);
    Client third = server.exchange(sent);
    assertTrue(first.isOpen() && second.isOpen());
    assertFalse(third.isOpen());
    assertTrue(third.endpoint.aborted);
  }

  @Test
  void many_small_fields_are_much() {
    String sent = GET + "a:b\r\n".repeat(90);
    for (int i = 0; i < 2; i++) {
      assertTrue(server.exchange(sent).isOpen());
    }
    assertFalse(server.exchange(sent).isOpen());
  }

  @Test
  void who_holds_little_stays_and_is_answered() {
    server.exchange(later(LARGE));
    server.exchange(later(LARGE));
    Client waiting = server.exchange(later("A: " + "b".repeat(2000) + "\r\n"));
    Client slow = server.exchange(GET + "A: ");
    slow.send("b\r\n\r\n");
    server.settle();
    assertTrue(waiting.isOpen());
    assertEquals("here", slow.reply().body());
  }

  @Test
  void who_is_answered_at_once_holds_nothing_however_large_the_head() {
    server.exchange(later(LARGE));
    server.exchange(later(LARGE));
    assertEquals("here", server.exchange(GET + LARGE + "\r\n").reply().body());
  }

  @Test
  void what_was_held_is_given_back_by_an_answer_and_by_a_close() {
    Client answered = server.exchange(later(LARGE));
    Client gone = server.exchange(later(LARGE));
    assertTrue(memory.held() > 18_000);
    gone.endpoint.close();
    never.complete(Response.text(Status.OK, "late"));
    server.settle();
    assertEquals("late", answered.reply().body());
    assertEquals(0, memory.held());
    Client refused = server.exchange(GET + LARGE + "nonsense\r\n\r\n");
    assertEquals(400, refused.reply().status());
    assertEquals(0, memory.held());
  }
}
