package otus.server.app.config;

import java.util.LinkedHashMap;
import java.util.Map;

/// A provider with options, written as `static:root=/srv/site,hidden=true`. Immutable.
///
/// @param name name of the provider
/// @param options values by option name
public record ProviderSpec(String name, Map<String, String> options) {

  /// Copies the options.
  public ProviderSpec {
    options = Map.copyOf(options);
  }

  /// Parses a provider with options. A comma within a value is written `\,`, a backslash `\\`.
  ///
  /// @param where start of error messages
  /// @throws UsageException if the name is empty, or an option is invalid or repeated
  static ProviderSpec of(String word, String where) {
    int colon = word.indexOf(':');
    String name = colon < 0 ? word : word.substring(0, colon);
    if (name.isEmpty()) {
      throw new UsageException(where + ": the name of the handler or filter is missing");
    }
    Map<String, String> options = new LinkedHashMap<>();
    StringBuilder option = new StringBuilder();
    for (int i = colon < 0 ? word.length() : colon + 1; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '\\' && i + 1 < word.length() && ",\\".indexOf(word.charAt(i + 1)) >= 0) {
        option.append(word.charAt(++i));
      } else if (c == ',') {
        put(option.toString(), options, where);
        option.setLength(0);
      } else {
        option.append(c);
      }
    }
    if (colon >= 0) {
      put(option.toString(), options, where);
    }
    return new ProviderSpec(name, options);
  }

  private static void put(String option, Map<String, String> options, String where) {
    int sign = option.indexOf('=');
    if (sign <= 0) {
      throw new UsageException(
          (where + ": an option must be name=value, not '" + option + "'")
              + " (a comma within a value is written \\,)");
    }
    if (options.put(option.substring(0, sign), option.substring(sign + 1)) != null) {
      throw new UsageException(where + ": " + option.substring(0, sign) + " occurs twice");
    }
  }
}
