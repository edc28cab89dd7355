package otus.server.http.h2.codec;

import org.jspecify.annotations.Nullable;
import otus.server.api.Method;
import otus.server.api.fields.Tokens;
import otus.server.http.config.RequestLimits;
import otus.server.http.h2.codec.RequestDecoder.Malformed;
import otus.server.http.h2.codec.RequestDecoder.Refused;
import otus.server.http.h2.codec.RequestDecoder.Request;
import otus.server.http.h2.codec.RequestDecoder.Result;
import otus.server.http.syntax.Authority;
import otus.server.http.syntax.ContentLength;
import otus.server.http.syntax.HttpChars;
import otus.server.http.syntax.RequestHead;
import otus.server.http.syntax.TargetParser;
import otus.server.http.syntax.Violation;

/// Checks a head as a whole (RFC 9113 §8.3.1). Pure.
///
/// Rules that HTTP/1 has, too, have the same [Violation] there; the others make a head malformed.
final class HeadRules {
  /// The room for a method beside the longest target, as in a request line of HTTP/1.
  private static final int METHOD = 52;

  private HeadRules() {}

  /// Checks a complete head.
  ///
  /// @param end whether the stream ends with the head
  /// @return a [Request], [Refused] or [Malformed]
  static Result check(RequestFields fields, RequestLimits limits, boolean end) {
    Result broken = fields.end();
    if (broken != null) {
      return broken;
    }
    String method = fields.method;
    if (method == null || !Tokens.isToken(method)) {
      return new Malformed(":method is missing or invalid");
    }
    String path = fields.path;
    if (method.equals("CONNECT")) {
      // RFC 9113 §8.5: it has neither :scheme nor :path. This server is no proxy.
      return path == null && fields.scheme == null
          ? new Refused(Violation.BAD_TARGET)
          : new Malformed("CONNECT has :scheme or :path");
    }
    if (path == null || path.isEmpty() || fields.scheme == null) {
      return new Malformed(":path or :scheme is missing");
    }
    if (method.length() + path.length() > limits.maxTargetSize() + METHOD) {
      return new Refused(Violation.TARGET_TOO_LONG);
    }
    if (!isHttp(fields.scheme) || !isTarget(path)) {
      return new Refused(Violation.BAD_TARGET);
    }
    String authority = fields.authority == null ? fields.host : fields.authority;
    if (authority == null || !Authority.isValid(authority)) {
      return new Refused(Violation.BAD_HOST);
    }
    return switch (TargetParser.parse(Method.of(method), path)) {
      case TargetParser.Refused(Violation violation) -> new Refused(violation);
      case TargetParser.Found(var target, var _) ->
          request(
              fields,
              limits,
              end,
              new RequestHead(Method.of(method), target, authority, fields.headers()));
    };
  }

  private static Result request(
      RequestFields fields, RequestLimits limits, boolean end, RequestHead head) {
    long length = end ? 0 : -1;
    if (fields.length != null) {
      length = ContentLength.parse(fields.length, limits.maxBodySize());
      if (length == ContentLength.INVALID) {
        return new Refused(Violation.BAD_CONTENT_LENGTH);
      }
      if (length == ContentLength.TOO_LARGE) {
        return new Refused(Violation.CONTENT_TOO_LARGE);
      }
      if (end && length > 0) {
        return new Malformed("content-length of a request without content"); // RFC 9113 §8.1.1
      }
    }
    String expectation = fields.expectation;
    if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
      return new Refused(Violation.UNKNOWN_EXPECTATION);
    }
    boolean expects = expectation != null && !end && length != 0;
    return new Request(head, length, expects, priority(fields.priority));
  }

  private static Priority priority(@Nullable String value) {
    return value == null ? Priority.DEFAULT : Priority.parse(value);
  }

  /// Returns whether a scheme is one for which there are handlers, as in a target of HTTP/1 in
  /// absolute form.
  private static boolean isHttp(String scheme) {
    return scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
  }

  /// Returns whether `:path` is in origin-form or asterisk-form, of the characters that a request
  /// line may contain.
  private static boolean isTarget(String path) {
    if (path.charAt(0) != '/' && !path.equals("*")) {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      if (!HttpChars.isTarget((byte) path.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
