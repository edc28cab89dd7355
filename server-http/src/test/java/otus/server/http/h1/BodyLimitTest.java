package otus.server.http.h1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.StatusException;
import otus.server.api.WholeBody;

/// Bodies that are read completely, and requests that a handler refuses.
@Timeout(60)
class BodyLimitTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

  private static final Handler BLOCKING =
      request -> Answer.blocking(() -> Response.text(Status.OK, WholeBody.read(request, 5).text()));

  private static final Handler LATER =
      request ->
          Answer.later(
              WholeBody.readLater(request, 5)
                  .thenApply(content -> Response.text(Status.OK, content.text())));

  private static final Handler BY_STREAM =
      request ->
          Answer.blocking(
              () ->
                  Response.text(
                      Status.OK,
                      new String(request.body().asInputStream().readNBytes(5), Octets.LATIN_1)));

  private static Client ask(Handler handler, String request) {
    Server server = new Server(handler);
    Client client = server.connect().send(request);
    server.settle();
    while (client.isOpen() && client.received().isEmpty()) {
      server.await();
    }
    return client;
  }

  private static String post(String content) {
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: "
        + content.length()
        + "\r\n\r\n"
        + content;
  }

  @Test
  void body_up_to_the_limit_is_read() {
    for (Handler handler : List.of(BLOCKING, LATER, BY_STREAM)) {
      assertEquals("12345", ask(handler, post("12345")).reply().body());
      String chunked =
          "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\n12\r\n3\r\n345\r\n0\r\n\r\n";
      assertEquals("12345", ask(handler, chunked).reply().body());
    }
  }

  @Test
  void body_over_the_limit_is_413_and_the_connection_is_kept() {
    for (Handler handler : List.of(BLOCKING, LATER)) {
      Client client = ask(handler, post("123456"));
      assertEquals(413, client.reply().status());
      assertTrue(client.isOpen());
    }
  }

  @Test
  void body_declared_over_the_limit_is_not_requested() {
    String expecting =
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 6\r\nExpect: 100-continue\r\n\r\n";
    for (Handler handler : List.of(BLOCKING, LATER)) {
      Client client = ask(handler, expecting);
      assertTrue(client.received().startsWith("HTTP/1.1 413 Content Too Large\r\n"));
    }
  }

  @Test
  void handler_that_waits_on_the_loop_is_500_and_the_loop_continues() {
    Handler onLoop = request -> Response.text(Status.OK, WholeBody.read(request, 5).text());
    assertEquals(500, ask(onLoop, post("12345")).reply().status());
  }

  @Test
  void disconnect_ends_the_wait() {
    CompletableFuture<Void> begun = new CompletableFuture<>();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Server server =
        new Server(
            request ->
                Answer.blocking(
                    () -> {
                      begun.complete(null);
                      try {
                        return Response.text(Status.OK, WholeBody.read(request, 9).text());
                      } catch (Throwable e) {
                        ended.complete(e);
                        throw e;
                      }
                    }));
    Client client = server.exchange("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n123");
    begun.join();
    client.reset();
    server.settle();
    assertFalse(client.isOpen());
    assertTrue(ended.join() instanceof IOException, () -> ended.join().toString());
    assertEquals("", client.received());
  }

  /// The ways in which a handler can throw a [StatusException].
  private enum Way {
    THROWN {
      @Override
      Answer answer(Callable<Answer> work) throws Exception {
        return work.call();
      }
    },
    FROM_BLOCKING_WORK {
      @Override
      Answer answer(Callable<Answer> work) {
        return Answer.blocking(work);
      }
    },
    FROM_A_STEP {
      @Override
      Answer answer(Callable<Answer> work) throws Exception {
        return Answer.blocking(Answer::pass).then(settled -> work.call());
      }
    },
    FROM_A_STAGE {
      @Override
      Answer answer(Callable<Answer> work) {
        return Answer.later(stage(work));
      }
    },
    FROM_A_STAGE_OF_A_STAGE {
      @Override
      Answer answer(Callable<Answer> work) {
        return Answer.later(stage(work).thenApply(answer -> answer));
      }
    },
    FROM_A_WAIT_FOR_A_STAGE {
      @Override
      Answer answer(Callable<Answer> work) {
        return Answer.blocking(() -> stage(work).thenApply(answer -> answer).get());
      }
    };

    abstract Answer answer(Callable<Answer> work) throws Exception;

    private static CompletableFuture<Answer> stage(Callable<Answer> work) {
      try {
        return CompletableFuture.completedFuture(work.call());
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void status_exception_is_answered_with_its_status_and_the_connection_is_kept(Way way) {
    Handler handler =
        request ->
            way.answer(
                () -> {
                  throw new StatusException(new Status(422), "<why>");
                });
    Client client = ask(handler, GET);
    assertEquals(422, client.reply().status());
    assertTrue(client.reply().body().contains("<h1>422 Unprocessable Content</h1>"));
    assertTrue(client.reply().body().contains("<p>&lt;why&gt;</p>"), client::received);
    assertTrue(client.isOpen());
  }

  @Test
  void other_failure_caused_by_a_status_exception_is_500() {
    Exception refused = new StatusException(Status.FORBIDDEN, "test");
    for (Exception thrown :
        List.of(new IllegalStateException(refused), new ExecutionException(new Error("test")))) {
      Handler handler =
          request -> {
            throw thrown;
          };
      assertEquals(500, ask(handler, GET).reply().status());
    }
  }
}
