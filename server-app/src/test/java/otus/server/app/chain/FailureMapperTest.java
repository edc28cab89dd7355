package otus.server.app.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.api.Answer;
import otus.server.api.Attributes;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.FakeSource;
import otus.server.api.testing.Reply;

class FailureMapperTest {
  private static final Status TEAPOT = new Status(418);

  private static StatusException refused() {
    return new StatusException(TEAPOT, "short and stout");
  }

  private static Answer refuse() {
    throw refused();
  }

  /// A step that must not see the response for a refusal.
  private static Response unexpected(Response response) {
    throw new AssertionError("called with " + response);
  }

  static Stream<Handler> refusing() {
    return Stream.of(
        _ -> refuse(),
        _ -> Answer.blocking(FailureMapperTest::refuse),
        _ -> Answer.blocking(FailureMapperTest::refuse).map(FailureMapperTest::unexpected),
        _ -> Answer.blocking(() -> TestProvider.OK).then(_ -> refuse()),
        _ -> Answer.blocking(() -> Answer.blocking(FailureMapperTest::refuse)),
        _ -> Answer.later(CompletableFuture.failedFuture(refused())),
        _ -> Answer.later(CompletableFuture.failedFuture(new CompletionException(refused()))),
        _ ->
            Answer.later(CompletableFuture.<Answer>failedFuture(refused()))
                .map(FailureMapperTest::unexpected),
        _ ->
            Answer.later(
                CompletableFuture.completedFuture(Answer.blocking(FailureMapperTest::refuse))),
        _ -> Answer.later(CompletableFuture.completedFuture(TestProvider.OK)).then(_ -> refuse()));
  }

  @ParameterizedTest
  @MethodSource("refusing")
  void refusal_is_a_response_that_filters_see(Handler handler) throws Exception {
    Handler filtered =
        next ->
            FailureMapper.wrap(handler)
                .handle(next)
                .map(response -> response.withHeader("Seen", "yes"));
    Request request = FakeRequest.get("/");
    Reply reply = Reply.to(request, filtered);
    assertEquals(TEAPOT, reply.status());
    assertEquals("yes", reply.headers().first("Seen"));
    // Without a body, so that the filter for error pages can add one.
    assertEquals("", reply.text());
    assertEquals("short and stout", request.attributes().get(Attributes.REJECTION).getMessage());
  }

  @Test
  void later_answers_nested_to_any_depth_do_not_recurse() throws Exception {
    Answer answer = Answer.later(CompletableFuture.failedStage(refused()));
    for (int i = 0; i < 100_000; i++) {
      answer = Answer.later(CompletableFuture.completedStage(answer));
    }
    Answer deep = answer;
    Reply reply = Reply.to(FakeRequest.get("/"), FailureMapper.wrap(_ -> deep));
    assertEquals(TEAPOT, reply.status());
  }

  @Test
  void body_of_a_response_that_is_refused_later_is_closed() throws Exception {
    FakeSource source = FakeSource.of("bytes");
    Response response = new Response(Status.OK, Headers.empty(), Body.stream(source));
    Reply.to(
        FakeRequest.get("/"),
        FailureMapper.wrap(_ -> Answer.blocking(() -> response).then(_ -> refuse())));
    assertEquals(1, source.closings());
  }

  @Test
  void other_failures_and_answers_are_unchanged() throws Exception {
    Handler failing =
        _ ->
            Answer.blocking(
                () -> {
                  throw new IllegalStateException("a bug");
                });
    assertThrows(
        IllegalStateException.class,
        () -> Reply.to(FakeRequest.get("/"), FailureMapper.wrap(failing)));
    Handler passing = _ -> Answer.blocking(Answer::pass);
    assertTrue(Reply.to(FakeRequest.get("/"), FailureMapper.wrap(passing)).passed());
  }
}
