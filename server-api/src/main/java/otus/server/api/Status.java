package otus.server.api;

/// A status code (RFC 9110 §15). It has no reason phrase, which belongs to a version of the
/// protocol. Immutable.
///
/// @param code the code, 100 to 599
public record Status(int code) {

  /// 200 (RFC 9110 §15.3.1).
  public static final Status OK = new Status(200);

  /// 204 (RFC 9110 §15.3.5).
  public static final Status NO_CONTENT = new Status(204);

  /// 206 (RFC 9110 §15.3.7).
  public static final Status PARTIAL_CONTENT = new Status(206);

  /// 301 (RFC 9110 §15.4.2).
  public static final Status MOVED_PERMANENTLY = new Status(301);

  /// 304 (RFC 9110 §15.4.5).
  public static final Status NOT_MODIFIED = new Status(304);

  /// 400 (RFC 9110 §15.5.1).
  public static final Status BAD_REQUEST = new Status(400);

  /// 403 (RFC 9110 §15.5.4).
  public static final Status FORBIDDEN = new Status(403);

  /// 404 (RFC 9110 §15.5.5).
  public static final Status NOT_FOUND = new Status(404);

  /// 405 (RFC 9110 §15.5.6).
  public static final Status METHOD_NOT_ALLOWED = new Status(405);

  /// 412 (RFC 9110 §15.5.13).
  public static final Status PRECONDITION_FAILED = new Status(412);

  /// 413 (RFC 9110 §15.5.14).
  public static final Status CONTENT_TOO_LARGE = new Status(413);

  /// 416 (RFC 9110 §15.5.17).
  public static final Status RANGE_NOT_SATISFIABLE = new Status(416);

  /// 500 (RFC 9110 §15.6.1).
  public static final Status INTERNAL_SERVER_ERROR = new Status(500);

  /// 503 (RFC 9110 §15.6.4).
  public static final Status SERVICE_UNAVAILABLE = new Status(503);

  /// Creates a status.
  ///
  /// @throws IllegalArgumentException if the code is not 100 to 599
  public Status {
    if (code < 100 || code > 599) {
      throw new IllegalArgumentException("not a status code: " + code);
    }
  }

  /// Returns whether a response of this status never has a body (RFC 9110 §6.4.1).
  ///
  /// @return whether the code is 1xx, 204, 205 or 304
  public boolean bodiless() {
    return code < 200 || code == 204 || code == 205 || code == 304;
  }
}
