package otus.server.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.PercentEncoding;

/// The path of a target, decoded once, split at its slashes, and without dot segments
/// (RFC 3986 §5.2.4). Immutable.
///
/// `%2F` separates segments like a slash, so `/a%2Fb` and `/a/b` are the same path, as in nginx; a
/// handler that needs the difference reads [Target#rawPath]. Consecutive slashes count as one.
///
/// A segment is never empty, `.` or `..`, and contains no slash and no NUL; it may contain any
/// other character, including backslashes and control characters.
///
/// The octets of a path are decoded as UTF-8. Each octet that is not part of a valid character
/// (Latin-1, overlong forms) becomes one unpaired surrogate, U+DC00 plus the octet, that is U+DC80
/// to U+DCFF. Such a segment never equals properly encoded text and is not the name of any served
/// file; [#encoded] restores the octets.
///
/// @param segments the decoded segments, empty for the root; unmodifiable
/// @param directory whether the path ends with a slash
public record UrlPath(List<String> segments, boolean directory) implements Comparable<UrlPath> {

  /// The path `/`.
  public static final UrlPath ROOT = new UrlPath(List.of(), true);

  /// Creates a path.
  ///
  /// @throws IllegalArgumentException if a segment is empty, `.` or `..`, or contains a slash or
  ///     NUL, or if there is no segment and `directory` is false
  public UrlPath {
    segments = List.copyOf(segments);
    if (segments.isEmpty() && !directory) {
      throw new IllegalArgumentException("the root is a directory");
    }
    // Without an iterator, here and below: each request compares paths.
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      if (segment.isEmpty()
          || segment.equals(".")
          || segment.equals("..")
          || segment.indexOf('/') >= 0
          || segment.indexOf('\0') >= 0) {
        throw new IllegalArgumentException("not a path segment: " + segment);
      }
    }
  }

  /// Returns the last segment.
  ///
  /// @return the segment, or an empty string for the root
  public String name() {
    return segments.isEmpty() ? "" : segments.getLast();
  }

  /// Encodes the path as UTF-8 and percent-encodes all octets that a segment cannot contain
  /// (RFC 3986 §3.3).
  ///
  /// @return the encoded path, such as `/a%20b/`
  public String encoded() {
    StringBuilder text = new StringBuilder();
    for (String segment : segments) {
      text.append('/');
      text.append(PercentEncoding.segment(segment));
    }
    return directory ? text.append('/').toString() : text.toString();
  }

  /// Compares segment by segment with [String#compareTo]. A path precedes all paths below it, and a
  /// path without a slash at its end precedes the same path with one. Consistent with [#equals].
  ///
  /// A [java.util.HashMap] uses this order among keys of the same hash, so lookups remain fast even
  /// if clients choose many such paths.
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

  // Explicit, since the generated methods of a record are linked at their first call, which would
  // be during the first request.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UrlPath path
        && segments.size() == path.segments.size()
        && compareTo(path) == 0;
  }

  @Override
  public int hashCode() {
    int hash = Boolean.hashCode(directory);
    for (int i = 0; i < segments.size(); i++) {
      hash = 31 * hash + segments.get(i).hashCode();
    }
    return hash;
  }
}
