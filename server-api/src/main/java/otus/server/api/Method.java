package otus.server.api;

import org.jspecify.annotations.Nullable;
import otus.server.api.fields.Tokens;

/// A request method: any token, case-sensitive (RFC 9110 §9.1). Immutable.
///
/// @param name the token as sent
public record Method(String name) {

  /// `GET` (RFC 9110 §9.3.1).
  public static final Method GET = new Method("GET");

  /// `HEAD` (RFC 9110 §9.3.2).
  public static final Method HEAD = new Method("HEAD");

  /// `POST` (RFC 9110 §9.3.3).
  public static final Method POST = new Method("POST");

  /// `PUT` (RFC 9110 §9.3.4).
  public static final Method PUT = new Method("PUT");

  /// `DELETE` (RFC 9110 §9.3.5).
  public static final Method DELETE = new Method("DELETE");

  /// `OPTIONS` (RFC 9110 §9.3.7).
  public static final Method OPTIONS = new Method("OPTIONS");

  /// Creates a method.
  ///
  /// @throws IllegalArgumentException if the name is not a token
  public Method {
    if (!Tokens.isToken(name)) {
      throw new IllegalArgumentException("not a method: " + name);
    }
  }

  /// Returns the method of a name, without a new object for common methods.
  ///
  /// @param name the name, a token
  /// @return the method
  /// @throws IllegalArgumentException if the name is not a token
  public static Method of(String name) {
    return switch (name) {
      case "GET" -> GET;
      case "HEAD" -> HEAD;
      case "POST" -> POST;
      case "PUT" -> PUT;
      case "DELETE" -> DELETE;
      case "OPTIONS" -> OPTIONS;
      default -> new Method(name);
    };
  }

  // Explicit, for the same reason as in UrlPath.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Method method && name.equals(method.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
