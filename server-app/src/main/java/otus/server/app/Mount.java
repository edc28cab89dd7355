package otus.server.app;

import java.util.List;
import java.util.Map;
import otus.server.api.UrlPath;

/// A handler to make, and the paths that are its.
///
/// @param prefix the segments with which those paths begin; none for all paths
/// @param handler which, and with what options
/// @param named whether the operator wrote it, rather than it being there by default
record Mount(List<String> prefix, Wanted handler, boolean named) {

  /// Takes a copy.
  Mount {
    prefix = List.copyOf(prefix);
  }

  /// Reads what the operator wrote, like `/api=hello:greeting=Hi`. The path is written unescaped.
  ///
  /// @throws Mistake if it means nothing
  static Mount of(String word) {
    int sign = word.indexOf('=');
    if (sign < 0 || !word.startsWith("/")) {
      throw new Mistake("--mount is /path=handler[:option=value,...], not " + word);
    }
    String path = word.substring(0, sign);
    String trimmed = path.substring(1).replaceFirst("/$", "");
    List<String> prefix = trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    try {
      var _ = new UrlPath(prefix, true);
    } catch (IllegalArgumentException e) {
      throw new Mistake("--mount " + path + ": not a path", e);
    }
    return new Mount(prefix, Wanted.of(word.substring(sign + 1), "--mount " + path), true);
  }

  /// The handler that serves all paths if the operator says nothing else.
  static Mount standard(String handler, Map<String, String> options) {
    return new Mount(List.of(), new Wanted(handler, options), false);
  }

  /// Whether it has all paths.
  boolean atRoot() {
    return prefix.isEmpty();
  }

  /// The prefix as it is written.
  String path() {
    return "/" + String.join("/", prefix);
  }

  /// What it is, in a few words.
  String description() {
    String root = handler.options().get("root");
    return named || root == null ? handler.name() + " at " + path() : root;
  }
}
