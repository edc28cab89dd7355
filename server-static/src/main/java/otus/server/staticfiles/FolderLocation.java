package otus.server.staticfiles;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// Where a folder is that was asked for without its slash. Pure.
///
/// The path is made from the decoded segments, none of which is empty, so that it never begins with
/// two slashes: that would name another host (RFC 3986 §4.2).
final class FolderLocation {
  private static final String UNESCAPED = "-._~!$&'()*+,;=:@";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FolderLocation() {}

  /// The target with a slash after its path, its query kept.
  static String of(Target target) {
    StringBuilder location = new StringBuilder();
    UrlPath path = target.path();
    for (String segment : path.segments()) {
      location.append('/');
      for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
        escape(location, b, UNESCAPED);
      }
    }
    location.append('/');
    String query = target.rawQuery();
    if (query != null) {
      location.append('?');
      // Already escaped; only what could not stand in a field is escaped once more.
      // A character stands for an octet as it was sent.
      for (byte b : query.getBytes(StandardCharsets.ISO_8859_1)) {
        escape(location, b, UNESCAPED + "/?%[]{}|\\^`\"<>");
      }
    }
    return location.toString();
  }

  private static void escape(StringBuilder to, byte b, String unescaped) {
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
