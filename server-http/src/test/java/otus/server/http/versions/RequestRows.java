package otus.server.http.versions;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import otus.server.api.Answer;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h2.codec.ErrorCode;

/// Requests with headers, content and trailers that a handler gets, and expectations.
final class RequestRows {
  private RequestRows() {}

  /// Answers with the content of the request and its trailer `x`.
  static final Handler ECHO = request -> Answer.later(read(request.body(), new StringBuilder()));

  private static CompletionStage<Response> read(ByteSource source, StringBuilder content) {
    return source
        .next()
        .thenCompose(
            chunk ->
                switch (chunk) {
                  case Chunk.Data(var bytes) -> {
                    content.append(StandardCharsets.ISO_8859_1.decode(bytes));
                    yield read(source, content);
                  }
                  case Chunk.End(var trailers) ->
                      CompletableFuture.completedStage(
                          Response.text(Status.OK, content + " " + trailers.first("x")));
                });
  }

  private static final Handler HEADERS =
      request -> {
        StringBuilder all = new StringBuilder();
        request
            .headers()
            .forEach((name, value) -> all.append(name).append('=').append(value + ';'));
        return Response.text(Status.OK, all.toString().toLowerCase(Locale.ROOT));
      };

  static List<Row> all() {
    String large = "x".repeat(200_000);
    return List.of(
        Row.post("abc").named("content of known length").declared().by(ECHO).is(200, "abc null"),
        Row.post("abc").named("content of unknown length").by(ECHO).is(200, "abc null"),
        Row.post("a", "b", "c").named("content in parts").declared().by(ECHO).is(200, "abc null"),
        Row.post("a", "", "c").named("content in chunks").by(ECHO).is(200, "ac null"),
        Row.post("").named("content of length 0").declared().by(ECHO).is(200, " null"),
        Row.post("").named("empty content").by(ECHO).is(200, " null"),
        Row.post().named("no content").by(ECHO).is(200, " null"),
        Row.of("GET", "/").named("GET with content").content("abc").by(ECHO).is(200, "abc null"),
        Row.post(large.substring(0, 60_000)).named("large content").by(ECHO).is(200, null),
        Row.post("abc").named("trailers").trailers("x", "y").by(ECHO).is(200, "abc y"),
        Row.post().named("trailers without content").trailers("x", "y").by(ECHO).is(200, " y"),
        Row.post("abc").named("content that is not read").declared().is(200, "hello"),
        Row.post("abc").named("chunks that are not read").is(200, "hello"),
        Row.post("abc").named("status without reading").by(Answer.pass()).is(404, null),
        Row.post()
            .named("large content that is not read")
            .with("content-length", "300000")
            .content("x")
            .unfinished()
            .is(200, "hello")
            .inHttp1("RFC 9112 §9.6", Expected::ended)
            .inHttp2("RFC 9113 §8.1", each -> each.reset(ErrorCode.NO_ERROR)),
        Row.post()
            .named("an expectation that is met")
            .with("expect", "100-continue", "content-length", "3")
            .unfinished()
            .by(ECHO)
            .then((_, speaker) -> speaker.content("abc", true))
            .interim(100)
            .is(200, "abc null"),
        notWaiting(),
        Row.post()
            .named("an expectation that is not met")
            .with("expect", "100-continue", "content-length", "3")
            .unfinished()
            .by(Answer.pass())
            .is(404, null)
            .inHttp1("RFC 9110 §10.1.1", Expected::ended),
        Row.get("/")
            .named("headers")
            .with("x-a", "b", "x-a", "c", "x-empty", "")
            .by(HEADERS)
            .is(200, "host=a;x-a=b;x-a=c;x-empty=;"),
        Row.get("/")
            .named("an authority with a port")
            .authority("a.test:8080")
            .by(request -> AnswerRows.text(request.authority()))
            .is(200, "a.test:8080"),
        Row.get("/")
            .named("a cookie")
            .with("cookie", "a=1; b=2")
            .by(HEADERS)
            .is(200, "host=a;cookie=a=1; b=2;"),
        Row.get("/")
            .named("cookies")
            .with("cookie", "a=1", "cookie", "b=2")
            .by(RequestRows::cookies)
            .is(200, "[a=1, b=2]")
            .inHttp2("RFC 9113 §8.2.3", each -> each.body("[a=1; b=2]")),
        Row.get("/")
            .named("TE: trailers")
            .with("te", "trailers")
            .by(HEADERS)
            .is(200, "host=a;te=trailers;"));
  }

  /// The handler reads when the content is there.
  private static Row notWaiting() {
    AtomicReference<CompletableFuture<Void>> last = new AtomicReference<>();
    Handler handler =
        request -> {
          CompletableFuture<Void> go = new CompletableFuture<>();
          last.set(go);
          return Answer.later(go.thenCompose(_ -> read(request.body(), new StringBuilder())));
        };
    return Row.post("abc")
        .named("content that does not wait for a 100")
        .declared()
        .with("expect", "100-continue")
        .by(handler)
        .then(
            (server, _) -> {
              last.get().complete(null);
              server.settle();
            })
        .is(200, "abc null");
  }

  private static Response cookies(Request request) {
    return AnswerRows.text(request.headers().all("cookie").toString());
  }
}
