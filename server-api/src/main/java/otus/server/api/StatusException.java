package otus.server.api;

import java.util.Objects;

/// Thrown by a handler that refuses a request for a fault of the client's: the server answers with
/// the status, and logs no error. Thrown by [RequestBody] and [Parameters], too.
///
/// ```java
/// if (!name.matches("[a-z]+")) {
///   throw new StatusException(Status.BAD_REQUEST, "not a name: " + name);
/// }
/// ```
///
/// It may be thrown wherever a handler may fail: by `handle`, by blocking work, by a step, or as
/// the failure of a later answer's stage, also within a
/// [java.util.concurrent.CompletionException] or [java.util.concurrent.ExecutionException]. A
/// handler that wants to say more than the status, in fields or content, returns a [Response].
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Kept as a number: an exception can be serialized, a status cannot.
  private final int code;

  /// A refusal.
  ///
  /// @param status 400 to 499
  /// @param reason for whoever reads the log at its finest; the client is not told
  /// @throws IllegalArgumentException for a status of another class: what is the server's own fault
  ///     is no refusal
  public StatusException(Status status, String reason) {
    super(Objects.requireNonNull(reason, "reason"));
    code = status.code();
    if (code < 400 || code > 499) {
      throw new IllegalArgumentException("not a fault of the client's: " + code);
    }
  }

  /// What the client is told.
  public Status status() {
    return new Status(code);
  }
}
