package otus.server.staticfiles.metadata;

/// A pattern of file names: `?` matches one character and `*` any number of them, within a name;
/// `**` matches any number of names. A pattern with a slash applies to the path from the root, one
/// without to the last name. Pure. Its cost is bounded only by the pattern, which the operator
/// writes.
///
/// @param pattern as written
public record Glob(String pattern) {

  /// Returns whether a path matches.
  ///
  /// @param path the names from the root, each after a slash
  boolean matches(String path) {
    if (pattern.indexOf('/') < 0) {
      return matches(0, path, path.lastIndexOf('/') + 1);
    }
    return matches(0, path, pattern.startsWith("/") ? 0 : 1);
  }

  private boolean matches(int from, String path, int start) {
    int at = start;
    for (int i = from; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        return pattern.startsWith("**/", i) && path.charAt(Math.max(0, at - 1)) == '/'
            ? matchesBelow(i + 3, path, at)
            : matchesRun(i, path, at);
      }
      if (at == path.length() || (c == '?' ? path.charAt(at) == '/' : path.charAt(at) != c)) {
        return false;
      }
      at++;
    }
    return at == path.length();
  }

  /// Matches the rest after `**/` here and in all directories below.
  private boolean matchesBelow(int from, String path, int start) {
    for (int at = start; at > 0; at = path.indexOf('/', at) + 1) {
      if (matches(from, path, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean matchesRun(int star, String path, int start) {
    boolean deep = pattern.startsWith("**", star);
    for (int at = start; ; at++) {
      if (matches(deep ? star + 2 : star + 1, path, at)) {
        return true;
      }
      if (at == path.length() || (!deep && path.charAt(at) == '/')) {
        return false;
      }
    }
  }
}
