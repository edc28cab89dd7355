package otus.server.http.testing;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Handler;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.exchange.IntendedBreakException;

/// An answer for [TestServer#enqueue], or a handler of a server: a response that may be delayed,
/// throttled or broken. Immutable: each method that changes it returns a new answer. Event loops
/// call it.
///
/// ```java
/// ScriptedAnswer busy = ScriptedAnswer.of(Status.SERVICE_UNAVAILABLE).header("Retry-After", "1");
/// ScriptedAnswer slow = ScriptedAnswer.text("abcdef").throttled(2, Duration.ofMillis(100));
/// ScriptedAnswer cut = ScriptedAnswer.text("abcdef").brokenAfter(3);
/// ```
///
/// An answer may be enqueued again, unless the body of its response is a stream, which can be sent
/// only once.
public final class ScriptedAnswer implements Handler {
  private final Handler handler;
  private final Duration delay;
  private final Pace pace;
  private final Pauses pauses;

  /// The response, without changed headers; null if the handler creates it for each request.
  private final @Nullable Response known;

  private ScriptedAnswer(
      Handler handler, Duration delay, Pace pace, Pauses pauses, @Nullable Response known) {
    this.handler = handler;
    this.delay = delay;
    this.pace = pace;
    this.pauses = pauses;
    this.known = known;
  }

  /// Creates an answer from a handler, which is called at once, even if the answer is delayed.
  ///
  /// @param handler creates the response
  /// @return the answer
  public static ScriptedAnswer by(Handler handler) {
    return by(handler, Pauses.SYSTEM);
  }

  static ScriptedAnswer by(Handler handler, Pauses pauses) {
    Objects.requireNonNull(handler, "handler");
    return new ScriptedAnswer(handler, Duration.ZERO, Pace.FULL, pauses, null);
  }

  /// Creates an answer with a response.
  ///
  /// @param response the response
  /// @return the answer
  public static ScriptedAnswer of(Response response) {
    Objects.requireNonNull(response, "response");
    return new ScriptedAnswer(_ -> response, Duration.ZERO, Pace.FULL, Pauses.SYSTEM, response);
  }

  /// Creates an answer with a status. The server gives an error its body, which can be neither
  /// throttled nor broken; `of(Response.text(status, "…"))` has a body of its own.
  ///
  /// @param status the status
  /// @return the answer
  public static ScriptedAnswer of(Status status) {
    return of(Response.of(status));
  }

  /// Creates an answer with the status 200 and plain text in UTF-8.
  ///
  /// @param text the text of the response body
  /// @return the answer
  public static ScriptedAnswer text(String text) {
    return of(Response.text(Status.OK, text));
  }

  /// Returns an answer that never comes: the connection stays open until the client or the server
  /// closes it.
  ///
  /// @return the answer
  public static ScriptedAnswer silent() {
    return by(_ -> Answer.later(new CompletableFuture<>()));
  }

  /// Returns an answer that breaks the connection without a response. In HTTP/2 it resets the
  /// stream.
  ///
  /// @return the answer
  public static ScriptedAnswer broken() {
    return by(_ -> Answer.later(CompletableFuture.failedStage(new IntendedBreakException())));
  }

  /// Returns this answer with a header of the response instead of all headers of the same name.
  ///
  /// @param name the name of the header
  /// @param value the value of the header
  /// @return the new answer
  /// @throws IllegalArgumentException if the name or value is invalid
  public ScriptedAnswer header(String name, String value) {
    Headers.of(name, value); // a wrong one is refused here, not in a request
    return mapped(response -> response.withHeader(name, value));
  }

  /// Returns this answer with another header of the response, such as a second `Set-Cookie`.
  ///
  /// @param name the name of the header
  /// @param value the value of the header
  /// @return the new answer
  /// @throws IllegalArgumentException if the name or value is invalid
  public ScriptedAnswer addedHeader(String name, String value) {
    Headers.of(name, value);
    return mapped(response -> response.withAddedHeader(name, value));
  }

  private ScriptedAnswer mapped(UnaryOperator<Response> change) {
    Handler changed = request -> handler.handle(request).map(change::apply);
    return new ScriptedAnswer(changed, delay, pace, pauses, known);
  }

  /// Returns this answer with a delay before it.
  ///
  /// @param delay the time after the request is complete
  /// @return the new answer
  /// @throws IllegalArgumentException if the delay is negative
  public ScriptedAnswer delayed(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("the delay is negative: " + delay);
    }
    return new ScriptedAnswer(handler, delay, pace, pauses, known);
  }

  /// Returns this answer with a response body that is sent in parts. The head and the first part
  /// are sent at once.
  ///
  /// @param bytes the size of a part, at least 1
  /// @param pause the time before each further part
  /// @return the new answer
  /// @throws IllegalArgumentException if the size is less than 1 or the pause is negative
  /// @throws IllegalStateException if the response is known and has no body
  public ScriptedAnswer throttled(int bytes, Duration pause) {
    return paced(pace.throttled(bytes, pause));
  }

  /// Returns this answer with a connection that breaks within the response body. In HTTP/2 only the
  /// stream breaks. If the response of a handler has no body, the client gets a 500.
  ///
  /// @param bytes the number of bytes of the body that are sent, at least 1; if the body is not
  ///     longer, the connection breaks before its end can be seen
  /// @return the new answer
  /// @throws IllegalArgumentException if the number is less than 1
  /// @throws IllegalStateException if the response is known and has no body
  public ScriptedAnswer brokenAfter(long bytes) {
    return paced(pace.brokenAfter(bytes));
  }

  private ScriptedAnswer paced(Pace pace) {
    if (known != null && known.body().length() == 0) {
      throw new IllegalStateException(
          "the response "
              + known.status().code()
              + " has no body to throttle or break: use of(Response.text(status, \"…\")), or"
              + " broken()");
    }
    return new ScriptedAnswer(handler, delay, pace, pauses, known);
  }

  @Override
  public Answer handle(Request request) throws Exception {
    Answer answer = handler.handle(request);
    Answer paced = pace == Pace.FULL ? answer : answer.map(this::paced);
    return delay.isZero() ? paced : Answer.later(pauses.pause(delay).thenApply(_ -> paced));
  }

  private Response paced(Response response) {
    Body body = response.body();
    if (body.length() == 0) {
      if (pace.breaks()) {
        throw new IllegalStateException("a response without a body cannot break in it");
      }
      return response;
    }
    return new Response(
        response.status(),
        response.headers(),
        new Body.Stream(new PacedSource(body, pace, pauses), pace.declared(body.length())));
  }
}
