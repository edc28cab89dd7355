package otus.server.http.syntax;

import otus.server.api.Status;

/// A rule that a request breaks, and the status of the response to it. Knows no protocol version.
public enum Violation {
  /// A request line that is not `method SP target SP version`; so is one of HTTP/0.9.
  BAD_REQUEST_LINE(400, "RFC 9112 §3"),
  /// A handshake of TLS in place of a request: the client takes the port for one with TLS.
  TLS_HANDSHAKE(400, "RFC 9112 §3"),
  /// A line that ends with LF alone, or a header value that contains CR.
  BAD_LINE_END(400, "RFC 9112 §2.2"),
  /// A version that is not `HTTP/` digit `.` digit.
  BAD_VERSION(400, "RFC 9112 §2.3"),
  /// A major version other than 1.
  UNKNOWN_VERSION(505, "RFC 9110 §15.6.6"),
  /// A target in a form its method does not have, or with characters that are not allowed.
  BAD_TARGET(400, "RFC 9112 §3.2"),
  /// A percent sign without two hexadecimal digits, or `%00`.
  BAD_ENCODING(400, "RFC 3986 §2.1"),
  /// A path that climbs above the root.
  PATH_ABOVE_ROOT(400, "RFC 3986 §5.2.4"),
  /// A target that is longer than the limit.
  TARGET_TOO_LONG(414, "RFC 9110 §15.5.15"),
  /// A head that is longer, or has more headers, than the limits.
  HEAD_TOO_LARGE(431, "RFC 6585 §5"),
  /// A header line without a colon, with an invalid name, or with control characters in its value.
  BAD_HEADER(400, "RFC 9112 §5"),
  /// White space between a header name and its colon.
  SPACE_BEFORE_COLON(400, "RFC 9112 §5.1"),
  /// A header line that begins with white space, the obsolete continuation of the previous line.
  FOLDED_HEADER(400, "RFC 9112 §5.2"),
  /// A missing, repeated or invalid Host.
  BAD_HOST(400, "RFC 9112 §3.2"),
  /// A Content-Length that is not a number, or is repeated.
  BAD_CONTENT_LENGTH(400, "RFC 9112 §6.3"),
  /// A Transfer-Encoding beside a Content-Length, or in HTTP/1.0.
  CONFLICTING_LENGTH(400, "RFC 9112 §6.1"),
  /// A Transfer-Encoding in which `chunked` is missing, not last, or repeated.
  BAD_TRANSFER_CODING(400, "RFC 9112 §6.3"),
  /// A transfer coding other than `chunked` before it.
  UNKNOWN_TRANSFER_CODING(501, "RFC 9112 §6.1"),
  /// A body that is longer than the limit.
  CONTENT_TOO_LARGE(413, "RFC 9110 §15.5.14"),
  /// A chunk whose size, extension or end is malformed, or trailers over the limits.
  BAD_CHUNK(400, "RFC 9112 §7.1"),
  /// A body that ended before its length.
  INCOMPLETE_BODY(400, "RFC 9112 §8"),
  /// An expectation other than `100-continue`.
  UNKNOWN_EXPECTATION(417, "RFC 9110 §10.1.1"),
  /// A request that did not arrive in time.
  REQUEST_TIMEOUT(408, "RFC 9110 §15.5.9");

  private final Status status;
  private final String section;

  Violation(int code, String section) {
    this.status = new Status(code);
    this.section = section;
  }

  /// Returns the status of the response.
  public Status status() {
    return status;
  }

  /// Returns the section of the RFC with the broken rule.
  public String section() {
    return section;
  }
}
