package otus.server.http.h1.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.Headers;
import otus.server.http.syntax.Authority;
import otus.server.http.syntax.RequestHead;
import otus.server.http.syntax.TargetParser;
import otus.server.http.syntax.Violation;

/// Validates a head as a whole: target, host, framing, persistence, expectation. Pure.
final class RequestHeadValidator {
  private RequestHeadValidator() {}

  static RequestParser.Result of(RequestLine line, Headers headers, long maxBody) {
    boolean http11 = line.http11();
    return switch (TargetParser.parse(line.method(), line.target())) {
      case TargetParser.Refused(var violation) -> new Refused(violation);
      case TargetParser.Found(var target, var authority) -> {
        if (!isHostValid(headers, http11)) {
          yield new Refused(Violation.BAD_HOST);
        }
        yield switch (FramingRules.of(headers, http11, maxBody)) {
          case Refused refused -> refused;
          case Framing framing -> {
            String expectation = http11 ? headers.combined("Expect") : null;
            if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
              yield new Refused(Violation.UNKNOWN_EXPECTATION);
            }
            yield new Http1Head(
                new RequestHead(line.method(), target, authority(authority, headers), headers),
                http11,
                framing,
                isPersistent(headers, http11),
                expectation != null && !(framing instanceof Framing.None));
          }
        };
      }
    };
  }

  /// RFC 9112 §3.2: "A server MUST respond with a 400 … to any HTTP/1.1 request message that lacks
  /// a Host header field and to any request message that contains more than one Host header field
  /// line or a Host header field with an invalid field value."
  private static boolean isHostValid(Headers headers, boolean http11) {
    String host = headers.first("Host");
    if (host == null) {
      return !http11;
    }
    return headers.all("Host").size() == 1 && (host.isEmpty() || Authority.isValid(host));
  }

  /// RFC 9112 §3.2.2: the host of a target in absolute form replaces the header Host.
  private static String authority(@Nullable String ofTarget, Headers headers) {
    if (ofTarget != null) {
      return ofTarget;
    }
    String host = headers.first("Host");
    return host == null ? "" : host;
  }

  /// RFC 9112 §9.3.
  private static boolean isPersistent(Headers headers, boolean http11) {
    String options = headers.combined("Connection");
    if (options == null) {
      return http11;
    }
    boolean keepAlive = false;
    for (String option : options.split(",")) {
      switch (option.strip().toLowerCase(Locale.ROOT)) {
        case "close" -> {
          return false;
        }
        case "keep-alive" -> keepAlive = true;
        default -> {
          // an unknown option
        }
      }
    }
    return http11 || keepAlive;
  }
}
