package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.NumberedSource.Arrival;

@Timeout(60)
class AnswerKindsTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
  private static final Response HELLO = Response.text(Status.OK, "hello");

  private static Client ask(Handler handler) {
    return until(new Server(handler), 1);
  }

  /// Sends `count` requests on one connection, and waits for the responses.
  private static Client until(Server server, int count) {
    Client client = server.connect().send(GET.repeat(count));
    server.settle();
    while (client.isOpen() && client.replies().size() < count) {
      server.await();
    }
    return client;
  }

  private static Answer onAnotherThread(Callable<Answer> work) {
    CompletableFuture<Answer> stage = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                stage.complete(work.call());
              } catch (Throwable e) {
                stage.completeExceptionally(e);
              }
            });
    return Answer.later(stage);
  }

  /// The ways in which a handler can answer or fail.
  private enum Way {
    AT_ONCE,
    LATER_COMPLETED_BEFORE,
    LATER_ON_ANOTHER_THREAD,
    BLOCKING;

    Answer answer(Callable<Answer> work) throws Exception {
      return switch (this) {
        case AT_ONCE -> work.call();
        case LATER_COMPLETED_BEFORE -> Answer.later(stage(work));
        case LATER_ON_ANOTHER_THREAD -> onAnotherThread(work);
        case BLOCKING -> Answer.blocking(work);
      };
    }

    private static CompletionStage<Answer> stage(Callable<Answer> work) {
      try {
        return CompletableFuture.completedStage(work.call());
      } catch (Throwable e) {
        return CompletableFuture.failedStage(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void response_is_sent(Way way) {
    assertEquals("hello", ask(request -> way.answer(() -> HELLO)).reply().body());
  }

  @ParameterizedTest
  @EnumSource
  void pass_is_404(Way way) {
    assertEquals(404, ask(request -> way.answer(Answer::pass)).reply().status());
  }

  @ParameterizedTest
  @EnumSource
  void pass_calls_the_next_handler(Way way) {
    Handler first = request -> way.answer(Answer::pass);
    assertEquals("hello", ask(first.orElse(request -> HELLO)).reply().body());
    assertEquals(404, ask(first.orElse(first)).reply().status());
  }

  @ParameterizedTest
  @EnumSource
  void response_can_be_changed(Way way) {
    Handler handler =
        request -> way.answer(() -> HELLO).map(response -> response.withHeader("A", "b"));
    assertEquals("b", ask(handler).reply().field("A"));
  }

  @ParameterizedTest
  @EnumSource
  void null_is_500_and_the_connection_is_kept(Way way) {
    Server server = new Server(request -> way.answer(() -> null));
    Client client = until(server, 2);
    assertEquals(List.of(500, 500), client.statuses());
    assertTrue(client.isOpen());
  }

  @ParameterizedTest
  @EnumSource
  void exception_is_500_and_the_connection_is_kept(Way way) {
    for (Exception thrown :
        List.of(
            new IllegalStateException("test"),
            new IOException("test"),
            new InterruptedException("test"))) {
      Server server =
          new Server(
              request ->
                  way.answer(
                      () -> {
                        throw thrown;
                      }));
      Client client = until(server, 2);
      assertEquals(List.of(500, 500), client.statuses());
      assertTrue(client.isOpen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void error_is_500_and_other_connections_are_kept(Way way) {
    Server server =
        new Server(
            request ->
                request.target().rawPath().equals("/fine")
                    ? HELLO
                    : way.answer(
                        () -> {
                          throw new StackOverflowError("test");
                        }));
    Client other = server.connect();
    assertEquals(List.of(500, 500), until(server, 2).statuses());
    other.send("GET /fine HTTP/1.1\r\nHost: h\r\n\r\n");
    server.settle();
    assertEquals(200, other.reply().status());
  }

  /// An error that cannot be logged: `getMessage` and `getCause` throw it again.
  private static final class UnloggableError extends Error {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw this;
    }

    @Override
    public synchronized Throwable getCause() {
      throw this;
    }
  }

  @ParameterizedTest
  @EnumSource
  void error_that_cannot_be_logged_is_500_too(Way way) {
    Server server =
        new Server(
            request ->
                way.answer(
                    () -> {
                      throw new UnloggableError();
                    }));
    assertEquals(List.of(500, 500), until(server, 2).statuses());
  }

  @ParameterizedTest
  @EnumSource
  void change_that_throws_is_500_and_closes_the_body(Way way) {
    Server[] server = new Server[1];
    NumberedSource[] source = new NumberedSource[1];
    server[0] =
        new Server(
            request -> {
              source[0] = new NumberedSource(server[0].loop, Arrival.AT_ONCE, 10, 10);
              return way.answer(() -> streaming(source[0]))
                  .map(
                      response -> {
                        throw new IllegalStateException("test");
                      });
            });
    assertEquals(500, until(server[0], 1).reply().status());
    assertEquals(1, source[0].closed);
  }

  private static Response streaming(NumberedSource source) {
    return new Response(Status.OK, Headers.empty(), Body.stream(source));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 10_000})
  void nested_answers_are_followed_to_any_depth(int depth) {
    Handler handler = request -> nested(depth, false);
    assertEquals("hello", ask(handler).reply().body());
  }

  @Test
  void nested_changes_are_applied_to_a_large_depth() {
    assertEquals("hello", ask(request -> nested(30_000, true)).reply().body());
  }

  /// Returns later, blocking and other-thread answers, alternately, each within the previous one.
  private static Answer nested(int depth, boolean changed) {
    if (depth == 0) {
      return HELLO;
    }
    Callable<Answer> inner = () -> nested(depth - 1, changed);
    try {
      Answer answer =
          Way.values()[1 + depth % 3].answer(depth % 3 == 0 ? () -> built(depth, changed) : inner);
      return changed ? answer.map(response -> response.withHeader("A", "b")) : answer;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /// Returns the next answer without recursion: its work creates it when it runs.
  private static Answer built(int depth, boolean changed) {
    return Answer.blocking(() -> nested(depth - 1, changed));
  }

  @Test
  void many_passing_handlers_are_called_in_order() {
    Handler handler = request -> Answer.pass();
    for (int i = 0; i < 500; i++) {
      handler = handler.orElse(request -> Answer.pass());
    }
    assertEquals("hello", ask(handler.orElse(request -> HELLO)).reply().body());
  }

  @Test
  void blocking_work_runs_on_a_virtual_thread() {
    Handler handler =
        request ->
            Answer.blocking(
                () ->
                    Response.text(Status.OK, Boolean.toString(Thread.currentThread().isVirtual())));
    assertEquals("true", ask(handler).reply().body());
  }

  @Test
  void blocking_work_is_interrupted_when_the_client_disconnects() throws InterruptedException {
    BlockingQueue<String> events = new LinkedBlockingQueue<>();
    Server server =
        new Server(
            request ->
                Answer.blocking(
                    () -> {
                      events.add("begun");
                      try {
                        new CountDownLatch(1).await();
                      } catch (InterruptedException e) {
                        events.add("interrupted");
                      }
                      return HELLO;
                    }));
    Client client = server.exchange(GET);
    assertEquals("begun", events.poll(30, TimeUnit.SECONDS));
    client.reset();
    server.settle();
    assertFalse(client.isOpen());
    assertEquals("interrupted", events.poll(30, TimeUnit.SECONDS));
    assertEquals("", client.received());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 100})
  void answer_after_a_disconnect_has_its_body_closed(int depth) {
    CompletableFuture<Answer> stage = new CompletableFuture<>();
    Server server = new Server(request -> Answer.later(stage));
    NumberedSource source = new NumberedSource(server.loop, Arrival.AT_ONCE, 10, 10);
    Client client = server.exchange(GET);
    client.reset();
    server.settle();
    assertFalse(client.isOpen());
    Answer answer = streaming(source);
    for (int i = 0; i < depth; i++) {
      answer = Answer.later(CompletableFuture.completedStage(answer));
    }
    stage.complete(answer);
    server.settle();
    assertEquals(1, source.closed);
    assertEquals(0, source.requested);
  }

  @Test
  void nested_answer_after_the_end_of_the_loop_has_its_body_closed() {
    CompletableFuture<Answer> stage = new CompletableFuture<>();
    Server server = new Server(request -> Answer.later(stage));
    NumberedSource source = new NumberedSource(server.loop, Arrival.AT_ONCE, 10, 10);
    server.exchange(GET);
    server.loop.end();
    CompletableFuture<Answer> inner = new CompletableFuture<>();
    Answer answer = laterTo(100_000, Answer.later(inner));
    stage.complete(answer);
    assertEquals(0, source.closed);
    inner.complete(laterTo(100_000, streaming(source)));
    assertEquals(1, source.closed);
  }

  private static Answer laterTo(int depth, Answer innermost) {
    Answer answer = innermost;
    for (int i = 0; i < depth; i++) {
      answer = Answer.later(CompletableFuture.completedStage(answer));
    }
    return answer;
  }

  @Test
  void answer_after_a_refusal_has_its_body_closed() {
    CompletableFuture<Answer> stage = new CompletableFuture<>();
    Server server =
        new Server(
            request -> {
              request.body().next();
              return Answer.later(stage);
            });
    NumberedSource source = new NumberedSource(server.loop, Arrival.AT_ONCE, 10, 10);
    Client client =
        server.exchange("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n");
    assertEquals(400, client.reply().status());
    stage.complete(streaming(source));
    server.settle();
    assertEquals(1, source.closed);
    assertEquals(400, client.reply().status());
  }

  @Test
  void stage_that_calls_back_and_throws_answers_only_its_own_request() {
    CompletableFuture<Answer> second = new CompletableFuture<>();
    int[] called = new int[1];
    Server server =
        new Server(
            request ->
                Answer.later(
                    called[0]++ == 0
                        ? new CompletableFuture<Answer>() {
                          @Override
                          public CompletableFuture<Answer> whenComplete(
                              BiConsumer<? super Answer, ? super Throwable> action) {
                            action.accept(HELLO, null);
                            throw new IllegalStateException("test");
                          }
                        }
                        : second));
    Client client = server.exchange(GET + GET);
    assertEquals(1, client.replies().size());
    second.complete(Response.text(Status.OK, "second"));
    server.settle();
    assertEquals("second", client.bodies().getLast());
    assertEquals(2, client.replies().size());
  }
}
