package otus.server.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The path of a target, decoded once and with its dot segments removed.
///
/// A segment is never empty, `.` or `..`, and has no NUL; it may contain any other character, also
/// a slash that was sent as `%2F`, so a handler that maps segments to names checks for what its
/// names cannot hold.
///
/// @param segments the decoded segments; the root has none
/// @param directory whether the path ended with a slash
public record UrlPath(List<String> segments, boolean directory) implements Comparable<UrlPath> {

  /// The path `/`.
  public static final UrlPath ROOT = new UrlPath(List.of(), true);

  private static final String UNESCAPED = "-._~!$&'()*+,;=:@";
  private static final String HEX = "0123456789ABCDEF";

  /// Refuses segments that are no names.
  public UrlPath {
    segments = List.copyOf(segments);
    if (segments.isEmpty() && !directory) {
      throw new IllegalArgumentException("the root is a directory");
    }
    for (String segment : segments) {
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not a path segment: " + segment);
      }
    }
  }

  /// The last segment, or an empty string for the root.
  public String name() {
    return segments.isEmpty() ? "" : segments.getLast();
  }

  /// The path as it is sent, such as `/a%20b/`: in UTF-8, with everything percent-encoded that
  /// cannot stand in a segment as it is (RFC 3986 §3.3).
  public String encoded() {
    StringBuilder text = new StringBuilder();
    for (String segment : segments) {
      text.append('/');
      for (byte octet : segment.getBytes(StandardCharsets.UTF_8)) {
        encode(text, octet);
      }
    }
    return directory ? text.append('/').toString() : text.toString();
  }

  private static void encode(StringBuilder to, byte octet) {
    char c = (char) (octet & 0xff);
    boolean alphanumeric =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || UNESCAPED.indexOf(c) >= 0) {
      to.append(c);
    } else {
      to.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
    }
  }

  /// Compares segment by segment, as [String#compareTo] does; a path comes before all paths below
  /// it, and one without a slash at its end before the same with one. Consistent with [#equals].
  ///
  /// Also for maps: one whose keys are paths finds a path quickly even if clients can choose many
  /// with the same hash, as [java.util.HashMap] does for keys that can be compared.
  @Override
  public int compareTo(UrlPath other) {
    int common = Math.min(segments.size(), other.segments.size());
    for (int i = 0; i < common; i++) {
      int order = segments.get(i).compareTo(other.segments.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = Integer.compare(segments.size(), other.segments.size());
    return order != 0 ? order : Boolean.compare(directory, other.directory);
  }

  // By hand, although a record has both: what is made for a record is linked at the first call, and
  // the first call would be in the first request.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UrlPath path
        && directory == path.directory
        && segments.equals(path.segments);
  }

  @Override
  public int hashCode() {
    return 31 * segments.hashCode() + Boolean.hashCode(directory);
  }
}
