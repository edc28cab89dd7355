package otus.server.api.testing;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Method;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.StageFailure;
import otus.server.api.Status;
import otus.server.api.StatusException;

/// The result of a request in a test: a response with its complete body, or a pass. Immutable.
///
/// ```java
/// Reply reply = Reply.to(FakeRequest.post("/").form("name", "Owl"), greeter);
/// assertEquals("Hello, Owl", reply.text());
/// ```
public final class Reply {
  private static final int SECONDS = 30;

  private final boolean passed;
  private final Status status;
  private final Headers headers;
  private final byte[] bytes;

  private Reply(boolean passed, Status status, Headers headers, byte[] bytes) {
    this.passed = passed;
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
  }

  /// Calls a handler and follows its answers like the server, but on the caller's thread: it runs
  /// blocking work there, and waits at most 30 s for each later answer and chunk. It closes the
  /// body of the response once; it does not read the body of a response to `HEAD`.
  ///
  /// @param request the request
  /// @param handler the handler
  /// @return the reply; a [StatusException] becomes a reply with its status, and with its message
  ///     as the body, of which the server makes HTML, JSON or text
  /// @throws Exception if the handler, its work, its stage or the source of its response fails
  /// @throws AssertionError if the answer is null, does not arrive, or its body has another length
  ///     than declared
  public static Reply to(Request request, Handler handler) throws Exception {
    try {
      return switch (settled(handler.handle(request))) {
        case Response response -> read(response, request.method().equals(Method.HEAD));
        default -> new Reply(true, Status.NOT_FOUND, Headers.empty(), new byte[0]);
      };
    } catch (StatusException e) {
      String message = String.valueOf(e.getMessage());
      return new Reply(
          false, e.status(), Headers.empty(), message.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Follows an answer until it is a response or a pass.
  private static Answer settled(Answer first) throws Exception {
    Answer answer = first;
    while (true) {
      switch (answer) {
        case null -> throw new AssertionError("a handler returned null");
        case Response response -> {
          return response;
        }
        case Answer.Pass pass -> {
          return pass;
        }
        case Answer.Later(var stage, var then) -> answer = proceed(await(stage), then);
        case Answer.Blocking(var work, var then) -> answer = proceed(work.call(), then);
      }
    }
  }

  private static Answer proceed(Answer answer, Answer.Step then) throws Exception {
    if (answer == null) {
      throw new AssertionError("an answer settled as null");
    }
    return answer.then(then);
  }

  /// Waits for a stage and returns its result.
  static <T> T await(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("a stage is still pending after " + SECONDS + " s", e);
    } catch (ExecutionException e) {
      switch (StageFailure.cause(e)) {
        case Error error -> throw error;
        case Exception failure -> throw failure;
        default -> throw e;
      }
    }
  }

  private static Reply read(Response response, boolean head) throws Exception {
    byte[] bytes;
    try {
      bytes = head ? new byte[0] : Bodies.bytes(response.body());
    } catch (Throwable e) {
      try {
        response.body().close();
      } catch (RuntimeException f) {
        e.addSuppressed(f);
      }
      throw e;
    }
    response.body().close();
    return new Reply(false, response.status(), response.headers(), bytes);
  }

  /// Returns whether the handler passed. In this case the status is 404, as in a server where all
  /// other handlers pass, too.
  ///
  /// @return whether the handler passed
  public boolean passed() {
    return passed;
  }

  /// Returns the status.
  ///
  /// @return the status of the response, or 404 for a pass
  public Status status() {
    return status;
  }

  /// Returns the headers of the handler, without those that the server adds.
  ///
  /// @return the headers, empty for a pass and for a [StatusException]
  public Headers headers() {
    return headers;
  }

  /// Returns the body.
  ///
  /// @return a copy of the bytes
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Returns the body as text.
  ///
  /// @return the text, decoded as UTF-8
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
