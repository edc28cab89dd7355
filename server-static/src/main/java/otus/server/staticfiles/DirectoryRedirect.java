package otus.server.staticfiles;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import otus.server.api.Target;

/// Where a folder is that was asked for without its slash, as a relative reference (RFC 9110
/// §10.2.2). Pure.
///
/// It is relative to the target as the client sent it, so it is right whatever prefix the handler
/// is mounted under. It is one segment and has no slash before it, so it never names another host
/// (RFC 3986 §4.2).
final class DirectoryRedirect {
  private static final String UNESCAPED = "-._~!$&'()*+,;=:@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private DirectoryRedirect() {}

  /// Whether a target that is the root to its handler lacks the slash that relative links need:
  /// `/docs`, to the handler mounted at `/docs`.
  static boolean lacksSlash(Target target) {
    String path = target.rawPath().replace("%2f", "/").replace("%2F", "/");
    String name = path.substring(path.lastIndexOf('/') + 1);
    return switch (name.replace("%2e", ".").replace("%2E", ".")) {
      case "", "*", ".", ".." -> false; // RFC 3986 §5.2.4: dots at the end stand for a directory
      default -> true;
    };
  }

  /// The last segment with a slash after it, and the query. An encoded slash stays one: relative to
  /// `/a%2Fb`, `a%2Fb/` is the folder `b`, and `%2F%2Fhost/` names no host.
  static String of(Target target) {
    return of(target, name(target) + "/");
  }

  /// A reference relative to the target, with its query.
  ///
  /// @param path what stands in place of the last segment; it was sent by the client, or has
  ///     nothing to be escaped, and does not begin with a slash
  static String of(Target target, String path) {
    StringBuilder location = new StringBuilder();
    if (path.indexOf(':') >= 0) {
      location.append("./"); // RFC 3986 §4.2: else it would begin with a scheme
    }
    // Already escaped; only what cannot stand in a URI (RFC 3986 §3.3, §3.4) is escaped once more.
    // A character stands for an octet as it was sent.
    escape(location, path, UNESCAPED + "/%");
    String query = target.rawQuery();
    if (query != null) {
      location.append('?');
      escape(location, query, UNESCAPED + "/?%");
    }
    return location.toString();
  }

  /// The last segment as it was sent.
  static String name(Target target) {
    return target.rawPath().substring(target.rawPath().lastIndexOf('/') + 1);
  }

  private static void escape(StringBuilder to, String text, String unescaped) {
    for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
      char c = (char) (b & 0xff);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (alphanumeric || unescaped.indexOf(c) >= 0) {
        to.append(c);
      } else {
        HEX.toHexDigits(to.append('%'), b);
      }
    }
  }
}
