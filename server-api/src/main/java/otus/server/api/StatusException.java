package otus.server.api;

import java.util.Objects;

/// Thrown by a handler to reject an invalid request: the server responds with a 4xx status and logs
/// no error. [RequestBody] and [Parameters] throw it, too.
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
/// headers or a body with the status, a handler returns a [Response] instead.
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// The code instead of the status, since exceptions are serializable and [Status] is not.
  private final int code;

  /// Creates an exception.
  ///
  /// @param status the status of the response, 400 to 499
  /// @param reason the reason for the log, at its finest level; it is never sent to the client
  /// @throws IllegalArgumentException if the status is not a 4xx status: errors of the server must
  ///     be reported with other exceptions
  public StatusException(Status status, String reason) {
    super(Objects.requireNonNull(reason, "reason"));
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
