package otus.server.staticfiles.metadata;

import java.util.ArrayList;
import java.util.List;
import otus.server.api.Headers;

/// A rule that gives `Cache-Control` (RFC 9111 §5.2) to some files. Immutable.
///
/// @param glob the files
/// @param value of the header; empty for no header
public record CacheRule(Glob glob, String value) {

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
