package otus.server.api;

import java.util.Objects;

/// Thrown by a handler to reject an invalid request: the server responds with a 4xx status, and
/// with the message as HTML, JSON (`application/problem+json`, RFC 9457) or text, as the client
/// prefers. It logs no error. [WholeBody] and [Parameters] throw this exception, too.
///
/// ```java
/// if (!name.matches("[a-z]+")) {
///   throw new StatusException(Status.BAD_REQUEST, "not a name: " + name);
/// }
/// ```
///
/// It may be thrown wherever a handler may fail: by `handle`, by blocking work, by a step, or as
/// the failure of a later answer's stage, also as the cause of a
/// [java.util.concurrent.CompletionException] or [java.util.concurrent.ExecutionException]. To send
/// headers or another body with the status, a handler returns a [Response] instead.
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// The code instead of the status, since exceptions are serializable and [Status] is not.
  private final int code;

  /// Creates an exception.
  ///
  /// @param status the status of the response, 400 to 499
  /// @param message the reason for the client, such as "the parameter q is missing"; the server
  ///     escapes it, so it may contain input of the client, but it must contain no secret
  /// @throws IllegalArgumentException if the status is not a 4xx status: errors of the server must
  ///     be reported with other exceptions
  public StatusException(Status status, String message) {
    super(Objects.requireNonNull(message, "message"));
    code = status.code();
    if (code < 400 || code > 499) {
      throw new IllegalArgumentException("not a 4xx status: " + code);
    }
  }

  /// Returns the status of the response.
  ///
  /// @return the status, 400 to 499
  public Status status() {
    return new Status(code);
  }
}
