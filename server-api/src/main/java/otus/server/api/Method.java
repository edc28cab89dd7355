package otus.server.api;

import org.jspecify.annotations.Nullable;

/// A request method: any token, case-sensitive (RFC 9110 §9.1).
///
/// @param name the token as it was sent
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

  /// Refuses what is no token.
  public Method {
    if (!Token.matches(name)) {
      throw new IllegalArgumentException("not a method: " + name);
    }
  }

  /// The method of that name; the common ones without making a new object.
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

  // By hand, for the same reason as in UrlPath.

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Method method && name.equals(method.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
