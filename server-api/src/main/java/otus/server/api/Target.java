package otus.server.api;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The target of a request (RFC 9110 §7.1). Immutable.
///
/// @param path the decoded path
/// @param rawPath the path as sent, not decoded, with its dot segments, one character for each
///     octet; `*` in asterisk form (RFC 9112 §3.2.4), in which case `path` is the root
/// @param rawQuery the query as sent, without the `?`, or null if the target has no `?`
public record Target(UrlPath path, String rawPath, @Nullable String rawQuery) {

  /// Creates a target.
  ///
  /// @throws NullPointerException if `path` or `rawPath` is null
  public Target {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(rawPath, "rawPath");
  }

  /// Decodes the parameters of the query, at each call.
  ///
  /// @return the parameters, empty if there is no query
  /// @throws StatusException with status 400 if there are more than [Parameters#MAX]
  public Parameters query() {
    return Parameters.ofQuery(rawQuery);
  }

  /// Returns this target with another path; the query stays the same.
  ///
  /// @param path the new path, whose encoded form becomes the raw path
  /// @return the new target
  public Target withPath(UrlPath path) {
    return new Target(path, path.encoded(), rawQuery);
  }

  /// Returns whether the target is the server as a whole, as in `OPTIONS *`.
  ///
  /// @return whether the raw path is `*`
  public boolean asterisk() {
    return rawPath.equals("*");
  }
}
