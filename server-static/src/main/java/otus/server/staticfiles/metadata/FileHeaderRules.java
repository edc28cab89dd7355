package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import java.util.List;

/// The operator's rules for the headers of files; applied once for each file that is opened. Pure.
///
/// @param types rules for media types
/// @param charset rule for the charset of text types
/// @param rules rules for `Cache-Control`; the first match counts
/// @param immutable whether names with a hash get a long-lived `Cache-Control` if no rule matches
public record FileHeaderRules(
    MediaTypes types, CharsetRule charset, List<CacheRule> rules, boolean immutable) {
  /// Copies the list.
  public FileHeaderRules {
    rules = List.copyOf(rules);
  }

  /// Returns whether the headers of a file depend on its content, too.
  ///
  /// @param names the requested names below the root
  public boolean dependOnContent(List<Path> names) {
    FileType type = types.of(names);
    return type == FileType.UNKNOWN || charset.dependsOnContent(type);
  }

  /// Returns the headers of a file.
  ///
  /// @param names the requested names below the root
  /// @param text the facts of its content; [TextFacts#UNKNOWN] if the headers do not depend on it
  public FileHeaders of(List<Path> names, TextFacts text) {
    FileType type = types.of(names);
    FileType typed =
        charset.apply(type == FileType.UNKNOWN && text.isText() ? FileType.TEXT : type, text);
    return new FileHeaders(
        typed.mediaType(), typed.coding(), false, cacheRule(names), typed.reason());
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
