package otus.server.http.h1.codec;

import otus.server.api.Body;
import otus.server.api.Method;
import otus.server.api.Response;

/// The framing of a response body, and whether the body is sent (RFC 9112 §6.3).
///
/// @param kind the framing that the head declares
/// @param content whether a body follows the head; false for HEAD
public record ResponseFraming(Kind kind, boolean content) {

  /// The framings of a response.
  public enum Kind {
    /// The status never has a body.
    NONE,
    /// Content-Length.
    LENGTH,
    /// Transfer-Encoding: chunked.
    CHUNKED,
    /// The body ends with the connection: the only framing of HTTP/1.0 for an unknown length.
    CLOSE;

    private final ResponseFraming withContent = new ResponseFraming(this, true);
    private final ResponseFraming headOnly = new ResponseFraming(this, false);

    private ResponseFraming with(boolean content) {
      return content ? withContent : headOnly;
    }
  }

  /// Returns the framing of a response to a request of a method and version.
  public static ResponseFraming of(Response response, Method method, boolean http11) {
    // RFC 9110 §15.3.6: a 205 may declare that it has no body by a length of 0.
    if (response.status().bodiless() && response.status().code() != 205) {
      return Kind.NONE.with(false);
    }
    // RFC 9112 §6.3 step 1: a response to HEAD never has a body, even if its head declares one.
    boolean content = !method.equals(Method.HEAD);
    long length = response.body().length();
    if (length != Body.UNKNOWN) {
      return Kind.LENGTH.with(content && length > 0);
    }
    // RFC 9112 §6.1: "A server MUST NOT send a response containing Transfer-Encoding unless the
    // corresponding request indicates HTTP/1.1 (or later minor revisions)."
    return (http11 ? Kind.CHUNKED : Kind.CLOSE).with(content);
  }
}
