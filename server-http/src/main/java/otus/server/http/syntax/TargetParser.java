package otus.server.http.syntax;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Method;
import otus.server.api.PathDecoder;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// Parses the four forms of a target (RFC 9112 §3.2). Pure.
public final class TargetParser {
  private TargetParser() {}

  /// A target, or the rule that it breaks.
  public sealed interface Result permits Found, Refused {}

  /// A valid target.
  ///
  /// @param target the decoded target
  /// @param authority the host in a target of absolute form, otherwise null
  public record Found(Target target, @Nullable String authority) implements Result {}

  /// An invalid target.
  ///
  /// @param violation the rule that it breaks
  public record Refused(Violation violation) implements Result {}

  /// Parses a target of visible characters.
  public static Result parse(Method method, String raw) {
    if (method.name().equals("CONNECT")) {
      // Its only form is the authority (§3.2.3), and this server is no proxy.
      return new Refused(Violation.BAD_TARGET);
    }
    if (raw.startsWith("/")) {
      return origin(raw, null);
    }
    if (raw.equals("*")) {
      // RFC 9112 §3.2.4: "only used for a server-wide OPTIONS request".
      return method.equals(Method.OPTIONS)
          ? new Found(new Target(UrlPath.ROOT, raw, null), null)
          : new Refused(Violation.BAD_TARGET);
    }
    return absolute(raw);
  }

  /// RFC 9112 §3.2.2: "A server MUST accept the absolute-form in requests".
  private static Result absolute(String raw) {
    int start = schemeLength(raw);
    if (start < 0) {
      return new Refused(Violation.BAD_TARGET);
    }
    int end = start;
    while (end < raw.length() && raw.charAt(end) != '/' && raw.charAt(end) != '?') {
      end++;
    }
    String authority = raw.substring(start, end);
    if (!Authority.isValid(authority)) {
      return new Refused(Violation.BAD_TARGET);
    }
    String rest = raw.substring(end);
    return origin(rest.startsWith("/") ? rest : "/" + rest, authority);
  }

  private static int schemeLength(String raw) {
    for (String scheme : List.of("http://", "https://")) {
      if (raw.regionMatches(true, 0, scheme, 0, scheme.length())) {
        return scheme.length();
      }
    }
    return -1;
  }

  private static Result origin(String raw, @Nullable String authority) {
    int question = raw.indexOf('?');
    String rawPath = question < 0 ? raw : raw.substring(0, question);
    String rawQuery = question < 0 ? null : raw.substring(question + 1);
    PathDecoder.Result decoded = PathDecoder.decode(rawPath);
    if (decoded instanceof PathDecoder.Decoded(var path)) {
      return new Found(new Target(path, rawPath, rawQuery), authority);
    }
    return new Refused(
        decoded == PathDecoder.Invalid.ENCODING
            ? Violation.BAD_ENCODING
            : Violation.PATH_ABOVE_ROOT);
  }
}
