package otus.server.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.api.testing.FakeRequest;

/// Answers and their steps. [#settle] follows answers like the server.
class AnswerTest {
  private static final Response OK = Response.text(Status.OK, "x");
  private static final Request REQUEST = FakeRequest.get("/");

  /// More steps or answers than fit on a stack.
  private static final int LONG = 100_000;

  /// The ways in which an answer can settle.
  enum Way {
    NOW,
    LATER,
    BLOCKING,
    LATER_BLOCKING_LATER;

    Answer of(Answer settled) {
      return switch (this) {
        case NOW -> settled;
        case LATER -> Answer.later(CompletableFuture.completedStage(settled));
        case BLOCKING -> Answer.blocking(() -> settled);
        case LATER_BLOCKING_LATER ->
            Answer.later(
                CompletableFuture.completedStage(Answer.blocking(() -> LATER.of(settled))));
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void map_changes_a_response_of_any_kind_of_answer(Way way) throws Exception {
    Answer mapped = way.of(OK).map(response -> response.withHeader("A", "1"));
    assertEquals(OK.withHeader("A", "1"), settle(mapped));
  }

  @ParameterizedTest
  @EnumSource
  void map_leaves_a_pass_unchanged(Way way) throws Exception {
    Answer mapped = way.of(Answer.pass()).map(response -> fail("not a response"));
    assertSame(Answer.pass(), settle(mapped));
  }

  @ParameterizedTest
  @EnumSource
  void steps_run_in_order(Way way) throws Exception {
    List<String> steps = new ArrayList<>();
    Answer answer =
        way.of(OK)
            .then(recording(steps, "1"))
            .map(recorded(steps, "2"))
            .then(recording(steps, "3"))
            .map(recorded(steps, "4"))
            .then(recording(steps, "5"));
    assertSame(OK, settle(answer));
    assertEquals(List.of("1", "2", "3", "4", "5"), steps);
  }

  @ParameterizedTest
  @EnumSource
  void steps_of_an_inner_answer_run_before_those_of_the_outer(Way way) throws Exception {
    List<String> steps = new ArrayList<>();
    Answer answer =
        way.of(Answer.pass())
            .then(
                settled ->
                    way.of(OK).map(recorded(steps, "inner")).then(recording(steps, "inner too")))
            .map(recorded(steps, "outer"))
            .then(recording(steps, "outer too"));
    assertSame(OK, settle(answer));
    assertEquals(List.of("inner", "inner too", "outer", "outer too"), steps);
  }

  @ParameterizedTest
  @EnumSource
  void step_receives_only_settled_answers(Way way) throws Exception {
    for (Way inner : Way.values()) {
      for (Answer end : List.of(OK, Answer.pass())) {
        Answer answer =
            way.of(inner.of(end))
                .then(settled -> inner.of(assertSettled(settled)))
                .then(settled -> way.of(assertSettled(settled)))
                .then(AnswerTest::assertSettled);
        assertSame(end, settle(answer));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void steps_do_not_run_before_the_answer_is_settled(Way way) throws Exception {
    List<String> steps = new ArrayList<>();
    CompletableFuture<Answer> stage = new CompletableFuture<>();
    Answer answer = Answer.later(stage).then(recording(steps, "1")).map(recorded(steps, "2"));
    assertEquals(List.of(), steps);
    stage.complete(way.of(OK));
    assertEquals(List.of(), steps);
    settle(answer);
    assertEquals(List.of("1", "2"), steps);
  }

  @ParameterizedTest
  @EnumSource
  void or_else_calls_the_next_handler_after_a_pass(Way way) throws Exception {
    Handler handler = request -> way.of(Answer.pass());
    assertSame(OK, settle(handler.orElse(request -> way.of(OK)).handle(REQUEST)));
    assertSame(
        OK, settle(handler.orElse(handler).orElse(handler).orElse(request -> OK).handle(REQUEST)));
    assertSame(Answer.pass(), settle(handler.orElse(handler).handle(REQUEST)));
  }

  @ParameterizedTest
  @EnumSource
  void or_else_does_not_call_the_next_handler_after_a_response(Way way) throws Exception {
    Handler handler = request -> way.of(OK);
    assertSame(OK, settle(handler.orElse(request -> fail("called")).handle(REQUEST)));
  }

  @Test
  void or_else_does_not_call_the_next_handler_after_a_failure() {
    Handler handler =
        request -> {
          throw new IOException("first");
        };
    assertThrows(
        IOException.class, () -> handler.orElse(request -> fail("called")).handle(REQUEST));
  }

  @Test
  void or_else_passes_on_the_same_request() throws Exception {
    List<Request> seen = new ArrayList<>();
    Handler passing =
        request -> {
          seen.add(request);
          return Answer.pass();
        };
    settle(passing.orElse(passing).handle(REQUEST));
    assertEquals(List.of(REQUEST, REQUEST), seen);
  }

  @ParameterizedTest
  @EnumSource
  void exception_of_a_step_is_rethrown_unchanged(Way way) {
    IOException failure = new IOException("x");
    List<String> steps = new ArrayList<>();
    assertSame(
        failure,
        assertThrows(
            IOException.class,
            () ->
                settle(
                    way.of(OK)
                        .then(
                            settled -> {
                              throw failure;
                            })
                        .then(recording(steps, "after")))));
    assertEquals(List.of(), steps);
  }

  @ParameterizedTest
  @EnumSource
  void body_is_closed_when_a_step_throws(Way way) {
    for (Throwable failure :
        List.of(new IOException(), new IllegalStateException(), new AssertionError())) {
      CountingSource source = new CountingSource();
      Response response = new Response(Status.OK, Headers.empty(), Body.stream(source));
      assertSame(
          failure,
          assertThrows(
              Throwable.class, () -> settle(way.of(response).then(settled -> rethrow(failure)))));
      assertEquals(1, source.closed, "" + failure);
    }
  }

  @ParameterizedTest
  @EnumSource
  void body_is_closed_when_a_change_throws(Way way) {
    CountingSource source = new CountingSource();
    Response response = new Response(Status.OK, Headers.empty(), Body.stream(source));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            settle(
                way.of(response)
                    .map(it -> it.withHeader("A", "1"))
                    .then(settled -> way.of(settled))
                    .map(it -> it.withHeader("Injected", "a\r\nb: c"))
                    .map(it -> it.withHeader("B", "2"))));
    assertEquals(1, source.closed);
  }

  @Test
  void failed_close_is_suppressed_by_the_exception_of_the_step() {
    CountingSource source = new CountingSource();
    source.failure = new IllegalStateException("close");
    Response response = new Response(Status.OK, Headers.empty(), Body.stream(source));
    IOException failure = new IOException("step");
    assertSame(
        failure, assertThrows(IOException.class, () -> response.then(settled -> rethrow(failure))));
    assertSame(source.failure, failure.getSuppressed()[0]);
  }

  @Test
  void body_stays_open_when_steps_succeed() throws Exception {
    CountingSource source = new CountingSource();
    Response response = new Response(Status.OK, Headers.empty(), Body.stream(source));
    settle(response.then(settled -> settled).map(it -> it.withHeader("A", "1")));
    assertEquals(0, source.closed);
  }

  @Test
  void growing_chain_of_answers_does_not_recurse() throws Exception {
    assertSame(OK, settle(countdown(100_000)));
  }

  private static Answer countdown(int left) {
    return left == 0 ? OK : new Answer.Later(done(Answer.pass()), it -> countdown(left - 1));
  }

  @ParameterizedTest
  @EnumSource
  void long_chain_of_steps_does_not_recurse(Way way) throws Exception {
    int[] taken = new int[1];
    Answer.Step count =
        settled -> {
          taken[0]++;
          return settled;
        };
    Answer answer = way.of(OK);
    for (int i = 0; i < LONG; i++) {
      answer = answer.then(count);
    }
    assertSame(OK, settle(answer));
    assertEquals(LONG, taken[0]);
  }

  @ParameterizedTest
  @EnumSource
  void deeply_nested_answers_with_steps_do_not_recurse(Way way) throws Exception {
    int[] taken = new int[1];
    assertSame(OK, settle(nested(way, LONG, taken)));
    assertEquals(LONG, taken[0]);
  }

  /// Creates an answer that settles as one of depth - 1, with a step; the inner answer is created
  /// when the step runs.
  private static Answer nested(Way way, int depth, int[] taken) throws Exception {
    if (depth == 0) {
      return OK;
    }
    return new Answer.Later(done(Answer.pass()), _ -> way.of(nested(way, depth - 1, taken)))
        .map(
            response -> {
              taken[0]++;
              return response;
            });
  }

  @Test
  void failing_chain_runs_no_further_step_and_closes_the_body_once() {
    CountingSource source = new CountingSource();
    Response response = new Response(Status.OK, Headers.empty(), Body.stream(source));
    IOException failure = new IOException("x");
    List<String> steps = new ArrayList<>();
    Answer.Step chain =
        recording(steps, "1")
            .followedBy(recording(steps, "2").followedBy(settled -> rethrow(failure)))
            .followedBy(recording(steps, "3"));
    assertSame(failure, assertThrows(IOException.class, () -> chain.apply(response)));
    assertSame(failure, assertThrows(IOException.class, () -> response.then(chain)));
    assertEquals(List.of("1", "2", "1", "2"), steps);
    assertEquals(2, source.closed, "once by each");
  }

  @Test
  void null_is_rejected() {
    assertThrows(NullPointerException.class, () -> Answer.later(null));
    assertThrows(NullPointerException.class, () -> Answer.blocking(null));
    assertThrows(NullPointerException.class, () -> new Answer.Later(done(OK), null));
    assertThrows(NullPointerException.class, () -> new Answer.Blocking(() -> OK, null));
  }

  /// Follows an answer until it is settled, on one thread.
  private static Answer settle(Answer answer) throws Exception {
    Answer current = answer;
    while (true) {
      switch (current) {
        case Response response -> {
          return response;
        }
        case Answer.Pass pass -> {
          return pass;
        }
        case Answer.Later(CompletionStage<? extends Answer> stage, Answer.Step then) ->
            current = stage.toCompletableFuture().get().then(then);
        case Answer.Blocking(Callable<? extends Answer> work, Answer.Step then) ->
            current = work.call().then(then);
      }
    }
  }

  private static Answer assertSettled(Answer answer) {
    if (!(answer instanceof Answer.Pass)) {
      assertInstanceOf(Response.class, answer);
    }
    return answer;
  }

  private static Answer.Step recording(List<String> steps, String name) {
    return settled -> {
      steps.add(name);
      return settled;
    };
  }

  private static UnaryOperator<Response> recorded(List<String> steps, String name) {
    return response -> {
      steps.add(name);
      return response;
    };
  }

  private static CompletionStage<Answer> done(Answer answer) {
    return CompletableFuture.completedStage(answer);
  }

  private static Response fail(String why) {
    throw new AssertionError(why);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> Answer rethrow(Throwable failure) throws E {
    throw (E) failure;
  }

  private static final class CountingSource implements ByteSource {
    private int closed;
    private RuntimeException failure;

    @Override
    public CompletionStage<Chunk> next() {
      throw new AssertionError("unexpected read");
    }

    @Override
    public void close() {
      closed++;
      if (failure != null) {
        throw failure;
      }
    }
  }
}
