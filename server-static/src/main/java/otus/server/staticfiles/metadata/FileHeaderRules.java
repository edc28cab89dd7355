package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The operator's rules for the headers of files; applied once for each file that is opened. Pure.
///
/// @param types rules for media types
/// @param charset charset parameter for text types, or empty for none
/// @param rules rules for `Cache-Control`; the first match counts
/// @param immutable whether names with a hash get a long-lived `Cache-Control` if no rule matches
public record FileHeaderRules(
    MediaTypes types, String charset, List<CacheRule> rules, boolean immutable) {
  // Without `public`, which lets shared caches serve responses that require a password (RFC 9111
  // §3.5).
  private static final String A_YEAR = "max-age=31536000, immutable";

  /// Copies the list.
  public FileHeaderRules {
    rules = List.copyOf(rules);
  }

  /// Returns the headers of a file.
  ///
  /// @param names the requested names below the root
  /// @param variantCoding the coding of a variant chosen by `Accept-Encoding`, or null for the
  ///     original
  public FileHeaders of(List<Path> names, @Nullable ContentCoding variantCoding) {
    FileType type = types.of(names).withCharset(charset);
    return new FileHeaders(
        type.mediaType(),
        variantCoding != null ? variantCoding : type.coding(),
        variantCoding != null,
        cacheControl(names, names.getLast().toString()));
  }

  private @Nullable String cacheControl(List<Path> names, String name) {
    CacheRule rule = rule(names);
    if (rule != null) {
      return rule.value().isEmpty() ? null : rule.value();
    }
    return immutable && HashedName.isIn(name) ? A_YEAR : null;
  }

  private @Nullable CacheRule rule(List<Path> names) {
    if (!rules.isEmpty()) {
      StringBuilder path = new StringBuilder();
      names.forEach(each -> path.append('/').append(each));
      for (CacheRule rule : rules) {
        if (rule.glob().matches(path.toString())) {
          return rule;
        }
      }
    }
    return null;
  }

  /// Returns the reason for the operator why a file has its media type.
  public String whyMediaType(List<Path> names) {
    FileType type = types.of(names);
    return types.why(names)
        + (type.withCharset(charset).equals(type) ? "" : ", and --charset for text");
  }

  /// Returns the reason for the operator why a file has its `Cache-Control`, or has none.
  public String whyCacheControl(List<Path> names) {
    CacheRule rule = rule(names);
    if (rule != null) {
      return "the rule "
          + rule.glob().pattern()
          + " of --cache-control"
          + (rule.value().isEmpty() ? ", which is empty" : "");
    }
    if (HashedName.isIn(names.getLast().toString())) {
      return immutable
          ? "the name has a hash of the content (--immutable)"
          : "no rule of --cache-control matches; the name has a hash, but --immutable is off";
    }
    return "no rule of --cache-control matches" + (immutable ? ", and the name has no hash" : "");
  }
}
