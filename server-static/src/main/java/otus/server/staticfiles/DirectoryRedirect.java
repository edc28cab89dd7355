package otus.server.staticfiles;

import otus.server.api.Target;
import otus.server.api.fields.PercentEncoding;

/// The location of a directory that was requested without its slash, as a relative reference (RFC
/// 9110 §10.2.2). Pure.
///
/// It is relative to the target as sent by the client, so it is right under any prefix at which the
/// handler is mounted. It is one segment without a leading slash, so it never names another host
/// (RFC 3986 §4.2).
final class DirectoryRedirect {
  private DirectoryRedirect() {}

  /// Returns whether a target for the root of its handler lacks the slash that relative links need:
  /// `/docs`, for the handler mounted at `/docs`.
  static boolean lacksSlash(Target target) {
    String path = target.rawPath().replace("%2f", "/").replace("%2F", "/");
    String name = path.substring(path.lastIndexOf('/') + 1);
    return switch (name.replace("%2e", ".").replace("%2E", ".")) {
      case "", "*", ".", ".." -> false; // RFC 3986 §5.2.4: dots at the end stand for a directory
      default -> true;
    };
  }

  /// Returns the last segment with a slash appended, and the query. An encoded slash stays encoded:
  /// relative to `/a%2Fb`, `a%2Fb/` is the directory `b`, and `%2F%2Fhost/` names no host.
  static String of(Target target) {
    return of(target, name(target) + "/");
  }

  /// Returns a reference relative to the target, with its query.
  ///
  /// @param path replacement for the last segment; sent by the client or without characters to
  ///     escape, and without a leading slash
  static String of(Target target, String path) {
    StringBuilder location = new StringBuilder();
    if (path.indexOf(':') >= 0) {
      location.append("./"); // RFC 3986 §4.2: otherwise it would begin with a scheme
    }
    location.append(PercentEncoding.completePath(path));
    String query = target.rawQuery();
    if (query != null) {
      location.append('?').append(PercentEncoding.completeQuery(query));
    }
    return location.toString();
  }

  /// Returns the last segment as it was sent.
  static String name(Target target) {
    return target.rawPath().substring(target.rawPath().lastIndexOf('/') + 1);
  }
}
