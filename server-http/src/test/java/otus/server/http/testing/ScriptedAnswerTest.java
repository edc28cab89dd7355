package otus.server.http.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Chunk;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.OpenFile;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.FakeSource;
import otus.server.api.testing.Reply;

/// Scripted answers without a server, with pauses that take no time.
class ScriptedAnswerTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @TempDir Path directory;

  private final List<Duration> pauses = new ArrayList<>();

  private CompletionStage<?> pause(Duration time) {
    pauses.add(time);
    return CompletableFuture.completedStage(null);
  }

  private ScriptedAnswer answer(Handler handler) {
    return ScriptedAnswer.by(handler, this::pause);
  }

  private ScriptedAnswer answer(Body body) {
    return answer(_ -> new Response(Status.OK, Headers.empty(), body));
  }

  /// Returns the chunks of a response, the last one empty if the body ends, `!` if it breaks.
  private static List<String> chunks(ScriptedAnswer answer) throws Exception {
    Response response =
        assertInstanceOf(Response.class, answer.handle(FakeRequest.get("/")), "not at once");
    try (Body.Stream body = assertInstanceOf(Body.Stream.class, response.body())) {
      List<String> chunks = new ArrayList<>();
      while (true) {
        CompletableFuture<Chunk> next = body.source().next().toCompletableFuture();
        if (next.isCompletedExceptionally()) {
          chunks.add("!");
          return chunks;
        }
        if (!(next.join() instanceof Chunk.Data(var bytes))) {
          chunks.add("");
          return chunks;
        }
        chunks.add(StandardCharsets.UTF_8.decode(bytes).toString());
      }
    }
  }

  @Test
  void answer_has_status_header_and_text() throws Exception {
    Reply reply =
        Reply.to(FakeRequest.get("/"), ScriptedAnswer.text("hello").header("X-Color", "red"));
    assertEquals("hello", reply.text());
    assertEquals("red", reply.headers().first("X-Color"));
    Handler refusal = ScriptedAnswer.of(Status.NOT_FOUND);
    assertEquals(Status.NOT_FOUND, Reply.to(FakeRequest.get("/"), refusal).status());
  }

  @Test
  void delayed_answer_comes_after_one_pause() throws Exception {
    Handler delayed = answer(Body.of("late")).delayed(SECOND);
    assertInstanceOf(Answer.Later.class, delayed.handle(FakeRequest.get("/")));
    assertEquals(List.of(SECOND), pauses);
    assertEquals("late", Reply.to(FakeRequest.get("/"), delayed).text());
  }

  @Test
  void throttled_body_pauses_before_each_part_except_the_first() throws Exception {
    assertEquals(
        List.of("ab", "cd", "e", ""), chunks(answer(Body.of("abcde")).throttled(2, SECOND)));
    assertEquals(List.of(SECOND, SECOND), pauses);
  }

  @Test
  void body_breaks_after_its_bytes_and_not_where_the_client_could_take_it_for_the_end()
      throws Exception {
    assertEquals(List.of("abc", "!"), chunks(answer(Body.of("abcde")).brokenAfter(3)));
    assertEquals(
        List.of("ab", "c", "!"),
        chunks(answer(Body.of("abc")).throttled(2, SECOND).brokenAfter(9)));
    Response cut = (Response) answer(Body.of("abc")).brokenAfter(3).handle(FakeRequest.get("/"));
    assertEquals(Body.UNKNOWN, cut.body().length());
    assertThrows(
        IllegalStateException.class,
        () -> answer(Body.empty()).brokenAfter(1).handle(FakeRequest.get("/")));
  }

  @Test
  void all_kinds_of_bodies_can_be_throttled() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "0123456789");
    FakeSource source = FakeSource.of("stream", "ed");
    OpenFile open = OpenFile.of(FileChannel.open(file), 10, Instant.EPOCH);
    Body all =
        new Body.Sequence(
            List.of(
                Body.of("text"),
                Body.empty(),
                new Body.FileRegion(open, 2, 7),
                Body.stream(source)));
    assertEquals(
        List.of("text", "23456", "78", "strea", "m", "ed", ""),
        chunks(answer(all).throttled(5, SECOND)));
    assertEquals(1, source.closings());
  }

  @Test
  void wrong_numbers_are_refused() {
    ScriptedAnswer answer = ScriptedAnswer.text("a");
    Duration negative = Duration.ofSeconds(-1);
    assertThrows(IllegalArgumentException.class, () -> answer.delayed(negative));
    assertThrows(IllegalArgumentException.class, () -> answer.throttled(0, SECOND));
    assertThrows(IllegalArgumentException.class, () -> answer.throttled(1, negative));
    assertThrows(IllegalArgumentException.class, () -> answer.brokenAfter(0));
  }

  @Test
  void response_that_is_known_to_have_no_body_can_be_neither_throttled_nor_broken() {
    ScriptedAnswer answer = ScriptedAnswer.of(Status.NOT_FOUND).header("a", "b").delayed(SECOND);
    String message =
        assertThrows(IllegalStateException.class, () -> answer.brokenAfter(1)).getMessage();
    assertTrue(message.startsWith("the response 404 has no body to throttle or break"), message);
    assertThrows(IllegalStateException.class, () -> answer.throttled(1, SECOND));
  }

  @Test
  void header_can_be_added_and_an_invalid_one_is_refused_at_once() throws Exception {
    ScriptedAnswer answer = ScriptedAnswer.text("a").header("x", "1").addedHeader("x", "2");
    assertEquals(List.of("1", "2"), Reply.to(FakeRequest.get("/"), answer).headers().all("x"));
    assertThrows(IllegalArgumentException.class, () -> answer.header("a b", "c"));
    assertThrows(IllegalArgumentException.class, () -> answer.addedHeader("a", "b\n"));
  }

  @Test
  void silent_answer_never_comes_and_broken_one_fails() throws Exception {
    Answer.Later silent =
        assertInstanceOf(Answer.Later.class, ScriptedAnswer.silent().handle(FakeRequest.get("/")));
    assertEquals(false, silent.stage().toCompletableFuture().isDone());
    assertThrows(
        RuntimeException.class, () -> Reply.to(FakeRequest.get("/"), ScriptedAnswer.broken()));
  }
}
