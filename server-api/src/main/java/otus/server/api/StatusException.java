package otus.server.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Thrown by a handler to reject a request: the server responds with the status, and with the
/// message as HTML, JSON (`application/problem+json`, RFC 9457) or text, as the client prefers. A
/// 4xx status is logged only at debug level, since the client has made the error; a 5xx status,
/// such as 503 while a database is down, is one line of the log, without a stack trace. [WholeBody]
/// and [Parameters] throw this exception, too.
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
/// headers, such as `Retry-After`, or another body with the status, a handler returns a [Response]
/// instead.
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 2;

  /// The members of a problem that the server writes itself.
  private static final Set<String> RESERVED = Set.of("status", "detail");

  /// The code instead of the status, since exceptions are serializable and [Status] is not.
  private final int code;

  private final LinkedHashMap<String, Object> members;

  /// Creates an exception.
  ///
  /// @param status the status of the response, 400 to 599
  /// @param message the reason for the client, such as "the parameter q is missing"; the server
  ///     escapes it, so it may contain input of the client, but it must contain no secret
  /// @throws IllegalArgumentException if the status is not an error
  public StatusException(Status status, String message) {
    this(status.code(), Objects.requireNonNull(message, "message"), new LinkedHashMap<>());
    if (code < 400 || code > 599) {
      throw new IllegalArgumentException("not a 4xx or 5xx status: " + code);
    }
  }

  private StatusException(int code, String message, LinkedHashMap<String, Object> members) {
    super(message);
    this.code = code;
    this.members = members;
  }

  /// Returns an exception with one more member of the problem in JSON (RFC 9457 §3.2), which a
  /// client can evaluate. HTML and text do not contain it. The members `type`, `title` and
  /// `instance` replace those of the server.
  ///
  /// @param member the name of the member, from letters, digits and `_`, except `status` and
  ///     `detail`
  /// @param value a [String], a [Boolean], a finite [Number], or a [List] of these
  /// @return a new exception, whose stack trace is that of this call
  /// @throws IllegalArgumentException if the name or the type of the value is another one
  public StatusException with(String member, Object value) {
    if (!member.matches("[A-Za-z][A-Za-z0-9_]*") || RESERVED.contains(member)) {
      throw new IllegalArgumentException("not a member of a problem: " + member);
    }
    LinkedHashMap<String, Object> more = new LinkedHashMap<>(members);
    more.put(member, checked(value));
    return new StatusException(code, String.valueOf(getMessage()), more);
  }

  private static Object checked(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(StatusException::checked).toList();
    }
    boolean finite = value instanceof Number number && Double.isFinite(number.doubleValue());
    if (!(finite || value instanceof String || value instanceof Boolean)) {
      throw new IllegalArgumentException("not a value of a problem: " + value);
    }
    return value;
  }

  /// Returns the status of the response.
  ///
  /// @return the status, 400 to 599
  public Status status() {
    return new Status(code);
  }

  /// Returns the members that [#with] has added.
  ///
  /// @return the members in order; unmodifiable
  public Map<String, Object> members() {
    return Collections.unmodifiableMap(members);
  }
}
