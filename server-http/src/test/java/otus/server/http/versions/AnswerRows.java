package otus.server.http.versions;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.monitor.ExchangeRecord.End;

/// Methods, statuses and the kinds of answers.
final class AnswerRows {
  private static final String TEXT = "text/plain; charset=utf-8";

  private AnswerRows() {}

  static List<Row> all() {
    return List.of(
        Row.get("/").is(200, "hello").header("content-type", TEXT).header("content-length", "5"),
        Row.get("/a/b%20c?d=e&f").is(200, "hello"),
        Row.of("HEAD", "/").is(200, "").header("content-length", "5"),
        Row.of("DELETE", "/a").by(Response.of(Status.NO_CONTENT)).is(204, ""),
        Row.of("OPTIONS", "/").is(200, "hello"),
        Row.of("OPTIONS", "*").by(Answer.pass()).is(204, ""),
        Row.of("BREW", "/pot").by(request -> text(request.method().name())).is(200, "BREW"),
        Row.of("get", "/").by(request -> text(request.method().name())).is(200, "get"),
        Row.get("/")
            .named("status 204 with a header")
            .by(Response.of(Status.NO_CONTENT).withHeader("X-A", "b"))
            .header("x-a", "b")
            .is(204, ""),
        Row.get("/")
            .named("status 304")
            .by(Response.of(Status.NOT_MODIFIED).withHeader("ETag", "\"x\""))
            .is(304, "")
            .header("etag", "\"x\""),
        Row.get("/")
            .named("status 301")
            .by(Response.of(new Status(301)).withHeader("Location", "/b"))
            .is(301, null)
            .header("location", "/b"),
        Row.get("/").named("unknown status").by(Response.of(new Status(299))).is(299, ""),
        Row.get("/").named("a pass").by(Answer.pass()).is(404, null),
        Row.of("HEAD", "/").named("HEAD: a pass").by(Answer.pass()).is(404, ""),
        Row.get("/")
            .named("StatusException")
            .by(
                _ -> {
                  throw new StatusException(Status.FORBIDDEN, "planted");
                })
            .is(403, null),
        Row.get("/").named("an exception").by(failing()).is(500, null),
        Row.of("HEAD", "/").named("HEAD: an exception").by(failing()).is(500, ""),
        Row.get("/").named("null instead of an answer").by(_ -> null).is(500, null),
        Row.get("/")
            .named("a later answer")
            .by(Answer.later(CompletableFuture.completedStage(text("later"))))
            .is(200, "later"),
        Row.get("/")
            .named("a later answer that fails")
            .by(Answer.later(CompletableFuture.failedStage(new IllegalStateException("planted"))))
            .is(500, null),
        Row.get("/")
            .named("a later answer that passes")
            .by(Answer.later(CompletableFuture.completedStage(Answer.pass())))
            .is(404, null),
        Row.get("/")
            .named("a blocking answer")
            .by(_ -> Answer.blocking(() -> text("blocking")))
            .threaded()
            .is(200, "blocking"),
        Row.get("/")
            .named("a blocking answer that fails")
            .by(
                _ ->
                    Answer.blocking(
                        () -> {
                          throw new IllegalStateException("planted");
                        }))
            .threaded()
            .is(500, null),
        Row.get("/")
            .named("an answer that takes too long")
            .by(Answer.later(new CompletableFuture<>()))
            .limits(
                HttpLimits.defaults()
                    .withHandlers(
                        HandlerLimits.defaults().withAnswerTimeout(Duration.ofSeconds(9))))
            .then((server, _) -> server.pass(Duration.ofSeconds(9)))
            .is(503, null)
            .isRecorded(503, End.TIMED_OUT),
        Row.get("/")
            .named("headers of a response with the same name")
            .by(
                new Response(
                    Status.OK,
                    Headers.of("Set-Cookie", "a=1", "Set-Cookie", "b=2", "X-Y", ""),
                    Body.of("x")))
            .header("set-cookie", "a=1")
            .header("set-cookie", "b=2")
            .header("x-y", "")
            .is(200, "x"));
  }

  static Response text(String text) {
    return Response.text(Status.OK, text);
  }

  private static Handler failing() {
    return _ -> {
      throw new IllegalStateException("planted");
    };
  }
}
