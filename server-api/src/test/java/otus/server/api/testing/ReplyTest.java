package otus.server.api.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.OpenFile;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;

@Timeout(60)
class ReplyTest {
  private static final FakeRequest GET = FakeRequest.get("/");
  private static final Response HELLO = Response.text(Status.OK, "hello");

  /// The ways in which a handler can answer or fail.
  private enum Way {
    AT_ONCE,
    LATER,
    LATER_WRAPPED,
    ON_ANOTHER_THREAD,
    BLOCKING;

    Answer answer(Callable<Answer> work) throws Exception {
      return switch (this) {
        case AT_ONCE -> work.call();
        case LATER -> Answer.later(stage(work));
        case LATER_WRAPPED -> Answer.later(stage(work).thenApply(answer -> answer));
        case ON_ANOTHER_THREAD -> {
          CompletableFuture<Answer> stage = new CompletableFuture<>();
          Thread.ofVirtual()
              .start(
                  () ->
                      stage(work)
                          .whenComplete(
                              (answer, failure) -> {
                                if (failure == null) {
                                  stage.complete(answer);
                                } else {
                                  stage.completeExceptionally(failure);
                                }
                              }));
          yield Answer.later(stage);
        }
        case BLOCKING -> Answer.blocking(work);
      };
    }

    private static CompletableFuture<Answer> stage(Callable<Answer> work) {
      try {
        return CompletableFuture.completedFuture(work.call());
      } catch (Throwable e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void response_of_any_kind_of_answer_is_changed_and_read(Way way) throws Exception {
    Handler handler =
        request ->
            way.answer(() -> way.answer(() -> HELLO).map(r -> r.withHeader("B", "c")))
                .map(r -> r.withHeader("A", "b"));
    Reply reply = Reply.to(GET, handler);
    assertEquals("hello", reply.text());
    assertEquals(Status.OK, reply.status());
    assertEquals("b", reply.headers().first("A"));
    assertEquals("c", reply.headers().first("B"));
    assertFalse(reply.passed());
  }

  @ParameterizedTest
  @EnumSource
  void pass_is_a_reply(Way way) throws Exception {
    Handler handler = request -> way.answer(Answer::pass);
    assertTrue(Reply.to(GET, handler).passed());
    assertEquals(Status.NOT_FOUND, Reply.to(GET, handler).status());
    assertEquals("hello", Reply.to(GET, handler.orElse(request -> HELLO)).text());
  }

  @ParameterizedTest
  @EnumSource
  void status_exception_is_a_reply(Way way) throws Exception {
    Handler handler =
        request ->
            way.answer(
                () -> {
                  throw new StatusException(Status.FORBIDDEN, "test");
                });
    assertEquals(Status.FORBIDDEN, Reply.to(GET, handler).status());
    assertEquals("test", Reply.to(GET, handler).text());
    assertFalse(Reply.to(GET, handler).passed());
  }

  @ParameterizedTest
  @EnumSource
  void exception_of_the_handler_is_rethrown(Way way) {
    for (Throwable thrown : List.of(new IOException("test"), new StackOverflowError("test"))) {
      Handler handler =
          request ->
              way.answer(
                  () -> {
                    if (thrown instanceof Error error) {
                      throw error;
                    }
                    throw (Exception) thrown;
                  });
      assertSame(thrown, assertThrows(Throwable.class, () -> Reply.to(GET, handler)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void null_answer_is_an_assertion_error(Way way) {
    assertThrows(AssertionError.class, () -> Reply.to(GET, request -> way.answer(() -> null)));
  }

  @Test
  void every_kind_of_body_is_read(@TempDir Path directory) throws Exception {
    Path path = Files.writeString(directory.resolve("file"), "0123456789");
    FakeSource source = FakeSource.of("a", "bc");
    try (OpenFile file = OpenFile.of(FileChannel.open(path), 10, Instant.EPOCH)) {
      Body body =
          new Body.Sequence(
              List.of(
                  Body.of("<"),
                  Body.empty(),
                  new Body.FileRegion(file.share(), 2, 5),
                  new Body.Stream(source, 3),
                  Body.of(">")));
      Reply reply = Reply.to(GET, request -> new Response(Status.OK, Headers.empty(), body));
      assertEquals("<23456abc>", reply.text());
      assertEquals(1, source.closings());
    }
  }

  @Test
  void file_that_became_shorter_fails_the_reply(@TempDir Path directory) throws Exception {
    Path path = Files.writeString(directory.resolve("file"), "0123");
    try (OpenFile file = OpenFile.of(FileChannel.open(path), 10, Instant.EPOCH)) {
      Response response = new Response(Status.OK, Headers.empty(), Body.of(file));
      assertThrows(EOFException.class, () -> Reply.to(GET, request -> response));
    }
  }

  @Test
  void body_is_closed_once_in_any_case() throws Exception {
    FakeSource broken = FakeSource.of("a").failing(new IOException("test"));
    assertThrows(IOException.class, () -> Reply.to(GET, request -> streaming(broken, 1)));
    assertEquals(1, broken.closings());
    FakeSource shorter = FakeSource.of("a");
    assertThrows(AssertionError.class, () -> Reply.to(GET, request -> streaming(shorter, 2)));
    assertEquals(1, shorter.closings());
    FakeSource unread = FakeSource.of("a");
    FakeRequest head = FakeRequest.of(Method.HEAD, "/");
    assertArrayEquals(new byte[0], Reply.to(head, request -> streaming(unread, 1)).bytes());
    assertEquals(0, unread.taken());
    assertEquals(1, unread.closings());
  }

  private static Response streaming(FakeSource source, long length) {
    return new Response(Status.OK, Headers.empty(), new Body.Stream(source, length));
  }
}
