package otus.server.http.versions;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import otus.server.api.Answer;
import otus.server.api.Feed;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.exchange.IntendedBreakException;
import otus.server.http.h1.Server;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.monitor.ExchangeRecord.End;

/// Clients that leave, and those that send or read nothing more.
final class EndRows {
  private static final HttpLimits LIMITS = HttpLimits.defaults();

  /// Length of a response that no buffer holds.
  private static final int LARGE = 4 << 20;

  /// Maximum size of the output of a connection, and of the layers below it.
  private static final int BUFFER = 64 << 10;

  private EndRows() {}

  static List<Row> all() {
    return List.of(
        left("before the answer", Row.get("/").by(Answer.later(new CompletableFuture<>())))
            .isRecorded(0, End.CLIENT_CLOSED)
            .begun(""),
        left("during the upload", Row.post("ab").unfinished().by(RequestRows.ECHO))
            .isRecorded(0, End.CLIENT_CLOSED)
            .begun(""),
        left("during a feed", Row.get("/").by(_ -> feed()))
            .isRecorded(200, End.CLIENT_CLOSED)
            .begun("data"),
        broken(
            "at once",
            _ -> {
              throw new IntendedBreakException();
            }),
        broken(
            "later",
            _ -> Answer.later(CompletableFuture.failedStage(new IntendedBreakException()))),
        Row.post("ab")
            .named("a client that sends no more content")
            .unfinished()
            .by(RequestRows.ECHO)
            .then(EndRows::passStallTimeout)
            .is(408, null)
            .isRecorded(408, End.TIMED_OUT)
            .inHttp1("RFC 9112 §9.6", Expected::ended),
        Row.post("ab")
            .named("a client that sends no more content to a handler that has answered")
            .unfinished()
            .then(EndRows::passStallTimeout)
            .is(200, "hello")
            .inHttp1("RFC 9112 §9.6", Expected::ended)
            .inHttp2("RFC 9113 §8.1", each -> each.reset(ErrorCode.NO_ERROR)),
        Row.get("/")
            .named("a client that reads nothing")
            .by(_ -> Response.text(Status.OK, "a".repeat(LARGE)))
            .first(Speaker::stopReading)
            .then(EndRows::passStallTimeout)
            .isRecorded(200, End.TIMED_OUT)
            .begun("")
            .hasNoStatus()
            .holds(BUFFER)
            .inHttp1("RFC 9112 §9.6", Expected::broken)
            .inHttp2("RFC 9113 §5.4.1", Expected::broken),
        idle("is kept until", LIMITS.idleTimeout().minusNanos(1)),
        idle("is closed at", LIMITS.idleTimeout())
            .inHttp1("RFC 9112 §9.5", Expected::ended)
            .inHttp2("RFC 9113 §9.1", Expected::ended));
  }

  private static Row idle(String what, Duration time) {
    return Row.get("/")
        .named("a connection that " + what + " the idle timeout")
        .then((server, _) -> server.pass(time))
        .is(200, "hello");
  }

  private static void passStallTimeout(Server server, Speaker speaker) {
    for (int i = 0; i < LIMITS.stallTimeout().toSeconds() + 10; i++) {
      server.pass(Duration.ofSeconds(1));
    }
  }

  /// A client that resets its connection or stream.
  private static Row left(String name, Row row) {
    BiConsumer<Server, Speaker> abort = (_, speaker) -> speaker.abort();
    return row.named("a client that leaves " + name)
        .then(abort)
        .inHttp1("RFC 9112 §9.6", Expected::broken);
  }

  /// A handler that gives no response.
  private static Row broken(String when, Handler handler) {
    return Row.get("/")
        .named("a handler that breaks the connection " + when)
        .by(handler)
        .isRecorded(0, End.FAILED)
        .begun("")
        .inHttp1("RFC 9112 §9.6", Expected::broken)
        .inHttp2("RFC 9113 §8.1", each -> each.onlyReset(ErrorCode.INTERNAL_ERROR));
  }

  private static Response feed() {
    Feed feed = Feed.of(1000);
    feed.offer("data");
    return new Response(Status.OK, Headers.empty(), feed.body());
  }
}
