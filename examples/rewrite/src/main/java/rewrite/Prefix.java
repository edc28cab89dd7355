package rewrite;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Target;
import otus.server.api.UrlPath;

/// Replaces the prefix of paths. Paths are compared by whole, decoded segments, never as strings,
/// so `/old` is not a prefix of `/older`, and `/%6Fld` cannot bypass it. Pure.
final class Prefix {
  private Prefix() {}

  /// Returns the target with the prefix `to` instead of `from`, or the same target if it has
  /// another prefix.
  static Target replace(Target target, List<String> from, List<String> to) {
    UrlPath path = target.path();
    List<String> segments = path.segments();
    if (target.asterisk()
        || segments.size() < from.size()
        || !segments.subList(0, from.size()).equals(from)) {
      return target;
    }
    List<String> other = new ArrayList<>(to);
    other.addAll(segments.subList(from.size(), segments.size()));
    return target.withPath(new UrlPath(other, path.directory() || other.isEmpty()));
  }
}
