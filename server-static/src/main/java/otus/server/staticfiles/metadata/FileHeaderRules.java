package otus.server.staticfiles.metadata;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the operator wants said of files; asked once for each file that is opened. Pure.
///
/// @param types which files have which type
/// @param charset the parameter that types of text get, or empty for none
/// @param rules which files get which `Cache-Control`; the first that matches counts
/// @param immutable whether a name with a fingerprint gets one that lasts, if no rule matches
public record FileHeaderRules(
    MediaTypes types, String charset, List<CacheRule> rules, boolean immutable) {
  // Without `public`: RFC 9111 §3.5: it would let shared caches give away what takes a password.
  private static final String A_YEAR = "max-age=31536000, immutable";

  /// Takes a copy of the list.
  public FileHeaderRules {
    rules = List.copyOf(rules);
  }

  /// What is said of a file.
  ///
  /// @param names where it is below the root, as it was asked for
  /// @param form which encoded form of it, chosen by `Accept-Encoding`, or null for the file itself
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

  /// Why a file has its media type, for the operator.
  public String whyMediaType(List<Path> names) {
    FileType type = types.of(names);
    return types.why(names)
        + (type.withCharset(charset).equals(type) ? "" : ", and --charset for text");
  }

  /// Why a file has its `Cache-Control`, or none, for the operator.
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
