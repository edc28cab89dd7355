package otus.server.api;

/// A status code (RFC 9110 §15). It has no reason phrase, which belongs to a version of the
/// protocol. Immutable.
///
/// The constants are the final codes of the registry that are in use; `new Status(299)` is any
/// other.
///
/// @param code the code, 100 to 599
public record Status(int code) {

  /// 200 (RFC 9110 §15.3.1).
  public static final Status OK = new Status(200);

  /// 201 (RFC 9110 §15.3.2).
  public static final Status CREATED = new Status(201);

  /// 202 (RFC 9110 §15.3.3).
  public static final Status ACCEPTED = new Status(202);

  /// 203 (RFC 9110 §15.3.4).
  public static final Status NON_AUTHORITATIVE_INFORMATION = new Status(203);

  /// 204 (RFC 9110 §15.3.5).
  public static final Status NO_CONTENT = new Status(204);

  /// 205 (RFC 9110 §15.3.6).
  public static final Status RESET_CONTENT = new Status(205);

  /// 206 (RFC 9110 §15.3.7).
  public static final Status PARTIAL_CONTENT = new Status(206);

  /// 207 (RFC 4918 §11.1).
  public static final Status MULTI_STATUS = new Status(207);

  /// 208 (RFC 5842 §7.1).
  public static final Status ALREADY_REPORTED = new Status(208);

  /// 226 (RFC 3229 §10.4.1).
  public static final Status IM_USED = new Status(226);

  /// 300 (RFC 9110 §15.4.1).
  public static final Status MULTIPLE_CHOICES = new Status(300);

  /// 301 (RFC 9110 §15.4.2).
  public static final Status MOVED_PERMANENTLY = new Status(301);

  /// 302 (RFC 9110 §15.4.3).
  public static final Status FOUND = new Status(302);

  /// 303 (RFC 9110 §15.4.4).
  public static final Status SEE_OTHER = new Status(303);

  /// 304 (RFC 9110 §15.4.5).
  public static final Status NOT_MODIFIED = new Status(304);

  /// 307 (RFC 9110 §15.4.8).
  public static final Status TEMPORARY_REDIRECT = new Status(307);

  /// 308 (RFC 9110 §15.4.9).
  public static final Status PERMANENT_REDIRECT = new Status(308);

  /// 400 (RFC 9110 §15.5.1).
  public static final Status BAD_REQUEST = new Status(400);

  /// 401 (RFC 9110 §15.5.2).
  public static final Status UNAUTHORIZED = new Status(401);

  /// 402 (RFC 9110 §15.5.3).
  public static final Status PAYMENT_REQUIRED = new Status(402);

  /// 403 (RFC 9110 §15.5.4).
  public static final Status FORBIDDEN = new Status(403);

  /// 404 (RFC 9110 §15.5.5).
  public static final Status NOT_FOUND = new Status(404);

  /// 405 (RFC 9110 §15.5.6).
  public static final Status METHOD_NOT_ALLOWED = new Status(405);

  /// 406 (RFC 9110 §15.5.7).
  public static final Status NOT_ACCEPTABLE = new Status(406);

  /// 407 (RFC 9110 §15.5.8).
  public static final Status PROXY_AUTHENTICATION_REQUIRED = new Status(407);

  /// 408 (RFC 9110 §15.5.9).
  public static final Status REQUEST_TIMEOUT = new Status(408);

  /// 409 (RFC 9110 §15.5.10).
  public static final Status CONFLICT = new Status(409);

  /// 410 (RFC 9110 §15.5.11).
  public static final Status GONE = new Status(410);

  /// 411 (RFC 9110 §15.5.12).
  public static final Status LENGTH_REQUIRED = new Status(411);

  /// 412 (RFC 9110 §15.5.13).
  public static final Status PRECONDITION_FAILED = new Status(412);

  /// 413 (RFC 9110 §15.5.14).
  public static final Status CONTENT_TOO_LARGE = new Status(413);

  /// 414 (RFC 9110 §15.5.15).
  public static final Status URI_TOO_LONG = new Status(414);

  /// 415 (RFC 9110 §15.5.16).
  public static final Status UNSUPPORTED_MEDIA_TYPE = new Status(415);

  /// 416 (RFC 9110 §15.5.17).
  public static final Status RANGE_NOT_SATISFIABLE = new Status(416);

  /// 417 (RFC 9110 §15.5.18).
  public static final Status EXPECTATION_FAILED = new Status(417);

  /// 421 (RFC 9110 §15.5.20).
  public static final Status MISDIRECTED_REQUEST = new Status(421);

  /// 422 (RFC 9110 §15.5.21).
  public static final Status UNPROCESSABLE_CONTENT = new Status(422);

  /// 423 (RFC 4918 §11.3).
  public static final Status LOCKED = new Status(423);

  /// 424 (RFC 4918 §11.4).
  public static final Status FAILED_DEPENDENCY = new Status(424);

  /// 425 (RFC 8470 §5.2).
  public static final Status TOO_EARLY = new Status(425);

  /// 426 (RFC 9110 §15.5.22).
  public static final Status UPGRADE_REQUIRED = new Status(426);

  /// 428 (RFC 6585 §3).
  public static final Status PRECONDITION_REQUIRED = new Status(428);

  /// 429 (RFC 6585 §4).
  public static final Status TOO_MANY_REQUESTS = new Status(429);

  /// 431 (RFC 6585 §5).
  public static final Status REQUEST_HEADER_FIELDS_TOO_LARGE = new Status(431);

  /// 451 (RFC 7725 §3).
  public static final Status UNAVAILABLE_FOR_LEGAL_REASONS = new Status(451);

  /// 500 (RFC 9110 §15.6.1).
  public static final Status INTERNAL_SERVER_ERROR = new Status(500);

  /// 501 (RFC 9110 §15.6.2).
  public static final Status NOT_IMPLEMENTED = new Status(501);

  /// 502 (RFC 9110 §15.6.3).
  public static final Status BAD_GATEWAY = new Status(502);

  /// 503 (RFC 9110 §15.6.4).
  public static final Status SERVICE_UNAVAILABLE = new Status(503);

  /// 504 (RFC 9110 §15.6.5).
  public static final Status GATEWAY_TIMEOUT = new Status(504);

  /// 505 (RFC 9110 §15.6.6).
  public static final Status HTTP_VERSION_NOT_SUPPORTED = new Status(505);

  /// 506 (RFC 2295 §8.1).
  public static final Status VARIANT_ALSO_NEGOTIATES = new Status(506);

  /// 507 (RFC 4918 §11.5).
  public static final Status INSUFFICIENT_STORAGE = new Status(507);

  /// 508 (RFC 5842 §7.2).
  public static final Status LOOP_DETECTED = new Status(508);

  /// 511 (RFC 6585 §6).
  public static final Status NETWORK_AUTHENTICATION_REQUIRED = new Status(511);

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
