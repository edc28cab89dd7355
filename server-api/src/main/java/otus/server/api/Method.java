package otus.server.api;

import org.jspecify.annotations.Nullable;
import otus.server.api.fields.Tokens;

/// A request method: any token, case-sensitive (RFC 9110 §9.1). Immutable.
///
/// The constants are the methods of the registry that servers have today. `CONNECT` is missing,
/// since no handler gets a request with it.
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

  /// `TRACE` (RFC 9110 §9.3.8).
  public static final Method TRACE = new Method("TRACE");

  /// `PATCH` (RFC 5789 §2).
  public static final Method PATCH = new Method("PATCH");

  /// `PROPFIND` of WebDAV (RFC 4918 §9.1).
  public static final Method PROPFIND = new Method("PROPFIND");

  /// `PROPPATCH` of WebDAV (RFC 4918 §9.2).
  public static final Method PROPPATCH = new Method("PROPPATCH");

  /// `MKCOL` of WebDAV (RFC 4918 §9.3).
  public static final Method MKCOL = new Method("MKCOL");

  /// `COPY` of WebDAV (RFC 4918 §9.8).
  public static final Method COPY = new Method("COPY");

  /// `MOVE` of WebDAV (RFC 4918 §9.9).
  public static final Method MOVE = new Method("MOVE");

  /// `LOCK` of WebDAV (RFC 4918 §9.10).
  public static final Method LOCK = new Method("LOCK");

  /// `UNLOCK` of WebDAV (RFC 4918 §9.11).
  public static final Method UNLOCK = new Method("UNLOCK");

  /// `REPORT` of versions, calendars and address books (RFC 3253 §3.6).
  public static final Method REPORT = new Method("REPORT");

  /// `SEARCH` (RFC 5323 §2).
  public static final Method SEARCH = new Method("SEARCH");

  /// Creates a method.
  ///
  /// @throws IllegalArgumentException if the name is not a token
  public Method {
    if (!Tokens.isToken(name)) {
      throw new IllegalArgumentException("not a method: " + name);
    }
  }

  /// Returns the method of a name, without a new object for the constants.
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
      case "TRACE" -> TRACE;
      case "PATCH" -> PATCH;
      case "PROPFIND" -> PROPFIND;
      case "PROPPATCH" -> PROPPATCH;
      case "MKCOL" -> MKCOL;
      case "COPY" -> COPY;
      case "MOVE" -> MOVE;
      case "LOCK" -> LOCK;
      case "UNLOCK" -> UNLOCK;
      case "REPORT" -> REPORT;
      case "SEARCH" -> SEARCH;
      default -> new Method(name);
    };
  }

  /// Returns the name, as it appears in messages.
  ///
  /// @return the token
  @Override
  public String toString() {
    return name;
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
