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
        cacheRule(names),
        type.reason());
  }

  private CacheRule cacheRule(List<Path> names) {
    if (!rules.isEmpty()) {
      String path = MediaTypes.path(names);
      for (CacheRule rule : rules) {
        if (rule.glob().matches(path)) {
          return rule;
        }
      }
    }
    if (!immutable) {
      return CacheRule.NONE;
    }
    return HashedName.isIn(names.getLast().toString()) ? CacheRule.IMMUTABLE : CacheRule.NO_HASH;
  }
}
