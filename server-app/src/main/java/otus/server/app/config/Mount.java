package otus.server.app.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import otus.server.api.UrlPath;

/// A handler or a filter to make, and the paths that are its.
///
/// @param prefix the segments with which those paths begin; none for all paths
/// @param spec which, and with what options
/// @param where how messages about it begin, as the operator wrote it; empty if it is there by
///     default
public record Mount(List<String> prefix, ProviderSpec spec, String where) {

  /// Takes a copy.
  public Mount {
    prefix = List.copyOf(prefix);
  }

  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

  /// Reads what the operator wrote, like `/api=hello:greeting=Hi`. The path is written unescaped.
  ///
  /// @throws UsageException if it means nothing
  public static Mount of(String word) {
    if (word.indexOf('=') < 0 || !word.startsWith("/")) {
      throw new UsageException("--mount must be /path=handler[:option=value,...], not " + word);
    }
    return below(word, "--mount ");
  }

  /// Reads a filter as the operator wrote it, like `hello:greeting=Hi`, or `/api=hello` if it is
  /// for some paths only.
  ///
  /// @throws UsageException if it means nothing
  public static Mount ofFilter(String word) {
    if (!word.startsWith("/")) {
      String where = "--filter " + word.split(":", 2)[0];
      return new Mount(List.of(), ProviderSpec.of(word, where), where);
    }
    if (word.indexOf('=') < 0) {
      throw new UsageException("--filter must be [/path=]filter[:option=value,...], not " + word);
    }
    return below(word, "--filter ");
  }

  private static Mount below(String word, String flag) {
    int sign = word.indexOf('=');
    String path = word.substring(0, sign);
    String where = flag + path;
    String trimmed = path.substring(1).replaceFirst("/$", "");
    List<String> prefix = trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    // Taken literally it would match nothing that its author had in mind, and guard nothing.
    if (ENCODED.matcher(path).find()) {
      throw new UsageException(
          where + ": write the path without percent-encoding, such as '/my dir'");
    }
    try {
      var _ = new UrlPath(prefix, true);
    } catch (IllegalArgumentException e) {
      throw new UsageException(where + ": not a path", e);
    }
    return new Mount(prefix, ProviderSpec.of(word.substring(sign + 1), where), where);
  }

  /// The handler that serves all paths if the operator says nothing else.
  public static Mount defaultValue(String handler, Map<String, String> options) {
    return new Mount(List.of(), new ProviderSpec(handler, options), "");
  }

  /// Whether it has all paths.
  public boolean atRoot() {
    return prefix.isEmpty();
  }

  /// Whether it has this one. Prefixes are compared by whole, decoded segments: `/api` has `/api`
  /// and `/api/x`, not `/apix`.
  public boolean has(UrlPath path) {
    int depth = prefix.size();
    List<String> segments = path.segments();
    return segments.size() >= depth && segments.subList(0, depth).equals(prefix);
  }

  /// What it is, in a few words.
  public String description() {
    String root = spec.options().get("root");
    return where.isEmpty() && root != null
        ? root
        : spec.name() + " at /" + String.join("/", prefix);
  }
}
