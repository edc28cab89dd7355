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
    TargetParser.Result parsed = line.parsed();
    if (parsed instanceof TargetParser.Refused(var violation)) {
      return new Refused(violation);
    }
    if (!isHostValid(headers, http11)) {
      return new Refused(Violation.BAD_HOST);
    }
    FramingRules.Result framed = FramingRules.of(headers, http11, maxBody);
    if (framed instanceof Refused refused) {
      return refused;
    }
    String expectation = http11 ? headers.combined("Expect") : null;
    if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
      return new Refused(Violation.UNKNOWN_EXPECTATION);
    }
    var found = (TargetParser.Found) parsed;
    Framing framing = (Framing) framed;
    String authority = authority(found.authority(), headers);
    return new Http1Head(
        new RequestHead(line.method(), found.target(), authority, headers),
        http11,
        framing,
        isPersistent(headers, http11),
        expectation != null && !(framing instanceof Framing.None));
  }

  /// RFC 9112 §3.2: "A server MUST respond with a 400 … to any HTTP/1.1 request message that lacks
  /// a Host header field and to any request message that contains more than one Host header field
  /// line or a Host header field with an invalid field value."
  private static boolean isHostValid(Headers headers, boolean http11) {
    String host = null;
    for (int i = 0; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase("Host")) {
        if (host != null) {
          return false;
        }
        host = headers.value(i);
      }
    }
    return host == null ? !http11 : host.isEmpty() || Authority.isValid(host);
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
