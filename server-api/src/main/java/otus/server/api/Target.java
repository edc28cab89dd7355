package otus.server.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a request asks for (RFC 9110 §7.1).
///
/// @param path the decoded path
/// @param rawPath the path as it was sent, one character for each octet, not decoded, with its dot
///     segments; in asterisk form `*` (RFC 9112 §3.2.4), and then `path` is the root
/// @param rawQuery what followed the first `?`, as it was sent, or null if there was none
public record Target(UrlPath path, String rawPath, @Nullable String rawQuery) {

  /// Refuses nulls.
  public Target {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(rawPath, "rawPath");
  }

  /// The parameters of the query, none if there is no query; decoded anew at each call.
  ///
  /// @throws StatusException with 400, if there are more than [Parameters#MAX]
  public Parameters query() {
    return Parameters.ofQuery(rawQuery);
  }

  /// This target with another path, also as it would be sent; the query stays.
  public Target withPath(UrlPath path) {
    return new Target(path, path.encoded(), rawQuery);
  }

  /// Whether the request is about the server as a whole: `OPTIONS *`.
  public boolean asterisk() {
    return rawPath.equals("*");
  }
}
