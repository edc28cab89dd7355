package otus.server.staticfiles.metadata;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Headers;

/// A rule that gives `Cache-Control` (RFC 9111 §5.2) to some files. Immutable.
///
/// @param glob the files
/// @param value of the header; empty for no header
/// @param reason the reason for the operator why such a file has this value
public record CacheRule(Glob glob, String value, String reason) {
  private static final Glob ALL = new Glob("*");

  /// The rule for a name with a hash. Without `public`, which lets shared caches serve responses
  /// that require a password (RFC 9111 §3.5).
  static final CacheRule IMMUTABLE =
      new CacheRule(
          ALL, "max-age=31536000, immutable", "the name has a hash of the content (--immutable)");

  /// The rule for other names with the option `immutable`.
  static final CacheRule NO_HASH =
      new CacheRule(
          ALL, "", "no rule of --cache-control matches, and the name has no hash (--immutable)");

  /// The rule for all names without this option.
  static final CacheRule NONE =
      new CacheRule(ALL, "", "no rule of --cache-control matches, and --immutable is off");

  /// A rule of the operator.
  public CacheRule(Glob glob, String value) {
    this(
        glob,
        value,
        "the rule "
            + glob.pattern()
            + " of --cache-control"
            + (value.isEmpty() ? ", which is empty" : ""));
  }

  /// Parses `GLOB=VALUE;GLOB=VALUE`; an empty text has no rules.
  ///
  /// @throws IllegalArgumentException if a rule is invalid; the message is one line
  public static List<CacheRule> list(String text) {
    List<CacheRule> rules = new ArrayList<>();
    for (String rule : text.split(";", -1)) {
      if (!rule.isBlank()) {
        rules.add(of(rule.strip()));
      }
    }
    return rules;
  }

  private static CacheRule of(String rule) {
    int sign = rule.indexOf('=');
    String glob = sign < 0 ? "" : rule.substring(0, sign).strip();
    if (glob.isEmpty()) {
      throw wrong(rule);
    }
    String value = rule.substring(sign + 1).strip();
    try {
      var _ = Headers.of("Cache-Control", value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(wrong(rule).getMessage(), e);
    }
    return new CacheRule(new Glob(glob), value);
  }

  private static IllegalArgumentException wrong(String rule) {
    return new IllegalArgumentException(
        "a rule of the option cache-control must be like *.html=no-cache, not '" + rule + "'");
  }
}
