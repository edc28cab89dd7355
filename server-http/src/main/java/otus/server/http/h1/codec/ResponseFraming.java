package otus.server.http.h1.codec;

import otus.server.api.Body;
import otus.server.api.Method;
import otus.server.api.Response;

/// How the content of a response is delimited, and whether it is sent at all (RFC 9112 §6.3).
///
/// @param kind the framing the head declares
/// @param length the number of octets, with [Kind#LENGTH]
/// @param content whether content follows the head; to `HEAD` the same head goes without
public record ResponseFraming(Kind kind, long length, boolean content) {

  /// The framings of a response.
  public enum Kind {
    /// A status that never has content.
    NONE,
    /// Content-Length.
    LENGTH,
    /// Transfer-Encoding: chunked.
    CHUNKED,
    /// The content ends with the connection: all that HTTP/1.0 has for an unknown length.
    CLOSE
  }

  /// The framing of a response to a request of that method and version.
  public static ResponseFraming of(Response response, Method method, boolean http11) {
    // RFC 9110 §15.3.6: a 205 says that it has no content by a length of 0.
    if (response.status().bodiless() && response.status().code() != 205) {
      return new ResponseFraming(Kind.NONE, 0, false);
    }
    // RFC 9112 §6.3 step 1: a response to HEAD never has content, whatever its head says.
    boolean content = !method.equals(Method.HEAD);
    long length = response.body().length();
    if (length != Body.UNKNOWN) {
      return new ResponseFraming(Kind.LENGTH, length, content && length > 0);
    }
    // RFC 9112 §6.1: "A server MUST NOT send a response containing Transfer-Encoding unless the
    // corresponding request indicates HTTP/1.1 (or later minor revisions)."
    return new ResponseFraming(http11 ? Kind.CHUNKED : Kind.CLOSE, 0, content);
  }
}
