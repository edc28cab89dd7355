package otus.server.app.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import otus.server.api.UrlPath;

/// A handler or filter to create, and the path prefix it applies to. Immutable.
///
/// @param prefix leading path segments, decoded; empty for all paths
/// @param spec provider and options
/// @param where start of messages about this mount, such as `--mount /api`; empty for the default
///     mount
public record Mount(List<String> prefix, ProviderSpec spec, String where) {

  /// Copies the prefix.
  public Mount {
    prefix = List.copyOf(prefix);
  }

  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

  /// Parses a value of `--mount`.
  ///
  /// @param word such as `/api=hello:greeting=Hi`; the path is not percent-encoded
  /// @throws UsageException if the value is invalid
  public static Mount of(String word) {
    return of(word, "--mount");
  }

  /// Parses a value of `--mount`.
  ///
  /// @param place the place of the value, for messages
  /// @throws UsageException if the value is invalid
  public static Mount of(String word, String place) {
    if (word.indexOf('=') < 0 || !word.startsWith("/")) {
      throw new UsageException(place + " must be /path=handler[:option=value,...], not " + word);
    }
    return below(word, place + " ");
  }

  /// Parses a value of `--filter`.
  ///
  /// @param word such as `hello:greeting=Hi`, or `/api=hello` for a path prefix
  /// @throws UsageException if the value is invalid
  public static Mount ofFilter(String word) {
    return ofFilter(word, "--filter");
  }

  /// Parses a value of `--filter`.
  ///
  /// @param place the place of the value, for messages
  /// @throws UsageException if the value is invalid
  public static Mount ofFilter(String word, String place) {
    if (!word.startsWith("/")) {
      String where = place + " " + word.split(":", 2)[0];
      return new Mount(List.of(), ProviderSpec.of(word, where), where);
    }
    if (word.indexOf('=') < 0) {
      throw new UsageException(place + " must be [/path=]filter[:option=value,...], not " + word);
    }
    return below(word, place + " ");
  }

  private static Mount below(String word, String flag) {
    int sign = word.indexOf('=');
    String path = word.substring(0, sign);
    String where = flag + path;
    String trimmed = path.substring(1).replaceFirst("/$", "");
    List<String> prefix = trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    // Taken literally, an encoded path would match no request, and a filter would guard nothing.
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

  /// The mount for all paths that is used by default.
  public static Mount defaultValue(String handler, Map<String, String> options) {
    return new Mount(List.of(), new ProviderSpec(handler, options), "");
  }

  /// Whether this mount applies to all paths.
  public boolean atRoot() {
    return prefix.isEmpty();
  }

  /// Returns whether this mount applies to a path. Whole, decoded segments are compared: `/api`
  /// includes `/api` and `/api/x`, not `/apix`.
  public boolean has(UrlPath path) {
    int depth = prefix.size();
    List<String> segments = path.segments();
    return segments.size() >= depth && segments.subList(0, depth).equals(prefix);
  }

  /// The directory of the default mount, or provider and prefix, for the banner.
  public String description() {
    String root = spec.options().get("root");
    return where.isEmpty() && root != null
        ? root
        : spec.name() + " at /" + String.join("/", prefix);
  }
}
