package otus.server.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.Tokens;

/// A cookie that a response sets (RFC 6265bis §4.1). Immutable: each method returns a new cookie.
/// [Request#cookies] has the cookies that a client sends.
///
/// ```java
/// Cookie session = Cookie.of("session", id).httpOnly().sameSite(Cookie.SameSite.LAX).path("/");
/// Response response = Response.text(Status.OK, "Welcome").withCookie(session);
/// ```
///
/// Without `path`, browsers return the cookie to the directory of the request's path and below;
/// without `maxAge`, until they are closed. Invalid names, values and attributes are rejected when
/// they are given, so no text can add an attribute or a header.
public final class Cookie {
  private static final int MAX_SIZE = 4096;
  private static final int MAX_ATTRIBUTE = 1024;

  /// A rule for the requests of other sites that carry a cookie (RFC 6265bis §5.6.7.1).
  public enum SameSite {
    /// Only requests that pages of the same site cause.
    STRICT("Strict"),
    /// Also requests by which a user follows a link from another site; browsers take this one by
    /// default.
    LAX("Lax"),
    /// All requests. Browsers require [#secure], too.
    NONE("None");

    private final String text;

    SameSite(String text) {
      this.text = text;
    }
  }

  private final String name;
  private final String value;
  private final String path;
  private final String domain;
  private final @Nullable Duration maxAge;
  private final boolean secure;
  private final boolean httpOnly;
  private final @Nullable SameSite sameSite;

  private Cookie(
      String name,
      String value,
      String path,
      String domain,
      @Nullable Duration maxAge,
      boolean secure,
      boolean httpOnly,
      @Nullable SameSite sameSite) {
    this.name = name;
    this.value = value;
    this.path = path;
    this.domain = domain;
    this.maxAge = maxAge;
    this.secure = secure;
    this.httpOnly = httpOnly;
    this.sameSite = sameSite;
  }

  /// Creates a cookie without attributes.
  ///
  /// @param name the name, a token; one that begins with `__Host-` or `__Secure-` makes browsers
  ///     check the attributes
  /// @param value the value: visible ASCII characters except quotes, commas, semicolons and
  ///     backslashes. Encode other text, for example with Base64 or percent-encoding
  /// @return the cookie
  /// @throws IllegalArgumentException if the name or value is invalid, or both together have more
  ///     than 4096 characters, which browsers ignore
  public static Cookie of(String name, String value) {
    if (!Tokens.isToken(name)) {
      throw new IllegalArgumentException("not a cookie name: " + name);
    }
    for (int i = 0; i < value.length(); i++) {
      if (!isOctet(value.charAt(i))) {
        throw new IllegalArgumentException(
            "the value of the cookie " + name + " has an invalid character at index " + i);
      }
    }
    if (name.length() + value.length() > MAX_SIZE) {
      throw new IllegalArgumentException(
          "the cookie " + name + " has more than " + MAX_SIZE + " characters");
    }
    return new Cookie(name, value, "", "", null, false, false, null);
  }

  /// RFC 6265bis §4.1.1, cookie-octet.
  private static boolean isOctet(char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
  }

  /// Returns this cookie for the paths at and below another path. The path is that of the client's
  /// URL, so it includes the one at which the handler is mounted.
  ///
  /// @param path the path as in a URL, such as `/` or `/a%20b`
  /// @return the new cookie
  /// @throws IllegalArgumentException if the path does not begin with a slash, has more than 1024
  ///     characters, or has a semicolon, a blank or a character that is not visible ASCII
  public Cookie path(String path) {
    boolean isValid = path.startsWith("/") && path.length() <= MAX_ATTRIBUTE;
    for (int i = 0; isValid && i < path.length(); i++) {
      char c = path.charAt(i);
      isValid = c > ' ' && c < 0x7f && c != ';';
    }
    if (!isValid) {
      throw new IllegalArgumentException("not a path of a cookie: " + path);
    }
    return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
  }

  /// Returns this cookie for a domain and all hosts below it. Without this attribute, only the host
  /// that sets the cookie gets it, which is safer.
  ///
  /// @param domain the domain, such as `example.com`, without a dot before it
  /// @return the new cookie
  /// @throws IllegalArgumentException if it is not a domain name of ASCII letters, digits, hyphens
  ///     and dots
  public Cookie domain(String domain) {
    if (domain.length() > 253
        || !domain.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9-]+)*")) {
      throw new IllegalArgumentException("not a domain of a cookie: " + domain);
    }
    return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
  }

  /// Returns this cookie with a time for which browsers keep it; they shorten it to 400 days.
  ///
  /// @param maxAge the time, whose fraction of a second is dropped; zero makes browsers delete the
  ///     cookie, if its name, path and domain are the same
  /// @return the new cookie
  /// @throws IllegalArgumentException if the time is negative
  public Cookie maxAge(Duration maxAge) {
    if (maxAge.isNegative()) {
      throw new IllegalArgumentException("a negative time of a cookie: " + maxAge);
    }
    return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
  }

  /// Returns this cookie for encrypted connections only.
  ///
  /// @return the new cookie
  public Cookie secure() {
    return new Cookie(name, value, path, domain, maxAge, true, httpOnly, sameSite);
  }

  /// Returns this cookie without access for scripts.
  ///
  /// @return the new cookie
  public Cookie httpOnly() {
    return new Cookie(name, value, path, domain, maxAge, secure, true, sameSite);
  }

  /// Returns this cookie with a rule for requests of other sites.
  ///
  /// @param sameSite the rule
  /// @return the new cookie
  public Cookie sameSite(SameSite sameSite) {
    Objects.requireNonNull(sameSite, "sameSite");
    return new Cookie(name, value, path, domain, maxAge, secure, httpOnly, sameSite);
  }

  /// Returns the value of the header `Set-Cookie`.
  ///
  /// @return the header value, such as `session=x; Path=/; HttpOnly; SameSite=Lax`
  /// @throws IllegalStateException if browsers would reject the cookie: one with
  ///     [SameSite#NONE], or whose name begins with `__Secure-`, without [#secure]; or one whose
  ///     name begins with `__Host-`, without [#secure], with a [#domain], or with a [#path] other
  ///     than `/` (RFC 6265bis §4.1.3)
  @Override
  public String toString() {
    boolean isHost = startsWith("__Host-");
    if (!secure && (isHost || startsWith("__Secure-") || sameSite == SameSite.NONE)) {
      throw new IllegalStateException("browsers reject the cookie " + name + " without Secure");
    }
    if (isHost && !(domain.isEmpty() && path.equals("/"))) {
      throw new IllegalStateException(
          "browsers reject the cookie " + name + " without Path=/, or with a Domain");
    }
    StringBuilder text = new StringBuilder(name).append('=').append(value);
    if (maxAge != null) {
      text.append("; Max-Age=").append(maxAge.toSeconds());
    }
    if (!domain.isEmpty()) {
      text.append("; Domain=").append(domain);
    }
    if (!path.isEmpty()) {
      text.append("; Path=").append(path);
    }
    if (secure) {
      text.append("; Secure");
    }
    if (httpOnly) {
      text.append("; HttpOnly");
    }
    if (sameSite != null) {
      text.append("; SameSite=").append(sameSite.text);
    }
    return text.toString();
  }

  /// Browsers ignore the case of these prefixes.
  private boolean startsWith(String prefix) {
    return name.regionMatches(true, 0, prefix, 0, prefix.length());
  }
}
