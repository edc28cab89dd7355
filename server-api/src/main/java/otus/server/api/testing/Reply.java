package otus.server.api.testing;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
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
import otus.server.api.Status;
import otus.server.api.StatusException;

/// What became of a request: a response, read to its end, or a pass. Immutable.
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

  /// Asks a handler and follows its answers as the server does, but on the calling thread: blocking
  /// work is done on it, later answers and chunks are waited for, each for 30 s at most. Closes the
  /// body of the response once; that of a response to `HEAD` unread.
  ///
  /// @throws Exception what the handler, its work, its stage or the source of its response failed
  ///     with; but a [StatusException] is a reply
  /// @throws AssertionError if the handler breaks a rule for which the server would break the
  ///     response: it is null, or comes never, or has another length than it says
  public static Reply to(Request request, Handler handler) throws Exception {
    try {
      return switch (settled(handler.handle(request))) {
        case Response response -> read(response, request.method().equals(Method.HEAD));
        default -> new Reply(true, Status.NOT_FOUND, Headers.empty(), new byte[0]);
      };
    } catch (StatusException e) {
      return new Reply(false, e.status(), Headers.empty(), new byte[0]);
    }
  }

  /// The response or the pass that an answer comes to.
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
        case Answer.Later(var stage, var then) -> answer = goOn(await(stage), then);
        case Answer.Blocking(var work, var then) -> answer = goOn(work.call(), then);
      }
    }
  }

  private static Answer goOn(Answer answer, Answer.Step then) throws Exception {
    if (answer == null) {
      throw new AssertionError("a handler's answer came to null");
    }
    return answer.then(then);
  }

  /// What a stage completes with.
  static <T> T await(CompletionStage<T> stage) throws Exception {
    try {
      return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nothing came for " + SECONDS + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e;
      while (cause.getCause() != null
          && (cause instanceof ExecutionException || cause instanceof CompletionException)) {
        cause = cause.getCause();
      }
      switch (cause) {
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

  /// Whether the handler passed. For such a reply the status is 404, as it would be if nobody else
  /// answered.
  public boolean passed() {
    return passed;
  }

  /// The status.
  public Status status() {
    return status;
  }

  /// The fields that the handler made; the server adds those of the protocol, and a page for what
  /// was refused.
  public Headers headers() {
    return headers;
  }

  /// The content; a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// The content as UTF-8.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
