package otus.server.http.versions;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import otus.server.api.Body;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;
import otus.server.api.Feed;
import otus.server.api.Headers;
import otus.server.api.OpenFile;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.monitor.ExchangeRecord.End;

/// Bodies of responses: files, parts of them, streams, feeds, and those that fail.
final class BodyRows {
  private static final String LARGE = "0123456789abcdef".repeat(20_000);

  private BodyRows() {}

  static List<Row> all(Path directory) {
    Path empty = file(directory, "empty", "");
    Path small = file(directory, "small", "0123456789");
    Path large = file(directory, "large", LARGE);
    return List.of(
        body("no content", Body::empty).is(200, "").header("content-length", "0"),
        body("large bytes", () -> Body.of(LARGE)).is(200, LARGE),
        body("a file", () -> Body.of(open(small))).is(200, "0123456789"),
        body("an empty file", () -> Body.of(open(empty))).is(200, "").header("content-length", "0"),
        body("a large file", () -> Body.of(open(large)))
            .is(200, LARGE)
            .header("content-length", "320000"),
        body("a range of a file", () -> new Body.FileRegion(open(small), 2, 3))
            .is(200, "234")
            .header("content-length", "3"),
        body("an empty range of a file", () -> new Body.FileRegion(open(small), 4, 0)).is(200, ""),
        body(
                "ranges of a file in parts",
                () ->
                    new Body.Sequence(
                        List.of(
                            Body.of("<"),
                            new Body.FileRegion(open(small), 1, 2),
                            Body.of("|"),
                            new Body.FileRegion(open(large), 16, 100_000),
                            Body.of(">"))))
            .is(200, "<12|" + LARGE.substring(16, 100_016) + ">")
            .header("content-length", "100005"),
        body("a stream", () -> Body.stream(chunks(Chunk.end(), "ab", "cd"))).is(200, "abcd"),
        body("an empty stream", () -> Body.stream(ByteSource.empty())).is(200, ""),
        body("a stream of known length", () -> new Body.Stream(chunks(Chunk.end(), "ab", "c"), 3))
            .is(200, "abc")
            .header("content-length", "3"),
        body(
                "a stream with trailers",
                () -> Body.stream(chunks(new Chunk.End(Headers.of("X-Sum", "1")), "ab")))
            .is(200, "ab")
            .trailer("x-sum", "1"),
        body("a stream of another thread", () -> Body.stream(input("from a thread")))
            .threaded()
            .is(200, "from a thread"),
        body(
                "a stream in parts",
                () ->
                    new Body.Sequence(
                        List.of(Body.of("<"), Body.stream(chunks(Chunk.end(), "a")), Body.of(">"))))
            .is(200, "<a>"),
        body("a feed", BodyRows::feed).is(200, "data: 1\n\ndata: 2\n\n"),
        body("HEAD", "a file", () -> Body.of(open(large)))
            .is(200, "")
            .header("content-length", "320000"),
        body("HEAD", "a stream", () -> Body.stream(chunks(Chunk.end(), "ab"))).is(200, ""),
        body("HEAD", "a feed", () -> Feed.of(100).body()).is(200, ""),
        Row.get("/")
            .named("a stream that fails at once")
            .by(_ -> new Response(Status.OK, Headers.empty(), Body.stream(failing())))
            .is(500, null),
        ending("a stream that fails", -1, each -> each.completeExceptionally(new IOException("x"))),
        ending("a stream that is too short", 3, each -> each.complete(Chunk.end())),
        ending("a stream that is too long", 3, each -> each.complete(data("cd"))),
        failingFeed());
  }

  private static Row body(String name, Supplier<Body> body) {
    return body("GET", name, body);
  }

  private static Row body(String method, String name, Supplier<Body> body) {
    return Row.of(method, "/")
        .named(method + ": " + name)
        .by(_ -> new Response(Status.OK, Headers.of("X-A", "b"), body.get()))
        .header("x-a", "b");
  }

  /// A response that has begun and cannot be completed.
  private static Row broken(String name, Supplier<Body> body, String begun) {
    return body(name, body)
        .is(200, begun)
        .isRecorded(200, End.FAILED)
        .inHttp1("RFC 9112 §8", Expected::broken)
        .inHttp2(
            "RFC 9113 §8.1",
            each -> {
              each.complete = false;
              return each.reset(ErrorCode.INTERNAL_ERROR);
            });
  }

  /// A stream whose second chunk comes after the first was sent, and is wrong.
  private static Row ending(String name, long length, Consumer<CompletableFuture<Chunk>> wrong) {
    AtomicReference<CompletableFuture<Chunk>> last = new AtomicReference<>();
    Supplier<Body> body =
        () -> {
          last.set(new CompletableFuture<>());
          Iterator<CompletableFuture<Chunk>> chunks =
              List.of(CompletableFuture.completedFuture(data("ab")), last.get()).iterator();
          return new Body.Stream(source(chunks::next), length);
        };
    return broken(name, body, "ab")
        .then(
            (server, _) -> {
              wrong.accept(last.get());
              server.settle();
            });
  }

  private static Body feed() {
    Feed feed = Feed.of(1000);
    feed.offer("data: 1\n\n");
    feed.offer("data: 2\n\n");
    feed.end();
    return feed.body();
  }

  private static Row failingFeed() {
    AtomicReference<Feed> last = new AtomicReference<>();
    Supplier<Body> body =
        () -> {
          last.set(Feed.of(1000));
          last.get().offer("data");
          return last.get().body();
        };
    return broken("a feed that fails", body, "data")
        .then(
            (server, _) -> {
              last.get().fail(new IOException("planted"));
              server.settle();
            });
  }

  private static ByteSource input(String text) {
    return ByteSource.of(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static ByteSource chunks(Chunk end, String... parts) {
    Iterator<String> left = List.of(parts).iterator();
    return source(() -> CompletableFuture.completedStage(left.hasNext() ? data(left.next()) : end));
  }

  private static ByteSource failing() {
    return source(() -> CompletableFuture.failedStage(new IOException("planted")));
  }

  private static Chunk data(String text) {
    return new Chunk.Data(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }

  private static ByteSource source(Supplier<CompletionStage<Chunk>> next) {
    return new ByteSource() {
      @Override
      public CompletionStage<Chunk> next() {
        return next.get();
      }

      @Override
      public void close() {
        // nothing to release
      }
    };
  }

  private static Path file(Path directory, String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OpenFile open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path);
      return OpenFile.of(channel, channel.size(), Instant.EPOCH);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
