package otus.server.app.filters.cors;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import otus.server.app.filters.CommaList;

/// Parses the list of allowed origins. Only the spelling that browsers use in `Origin` is accepted:
/// any other would never match, without any message. Pure.
final class Origins {
  private Origins() {}

  /// Parses a list of origins.
  ///
  /// @throws IllegalArgumentException if an origin is invalid or the list is empty; the message is
  ///     one line
  static Set<String> of(String text) {
    List<String> words = CommaList.of(text);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the option origins is empty");
    }
    Set<String> origins = new HashSet<>();
    for (String word : words) {
      origins.add(origin(word.toLowerCase(Locale.ROOT)));
    }
    return Set.copyOf(origins);
  }

  private static String origin(String word) {
    if (word.equals("null")) {
      // Any page can get this origin, by a sandboxed frame.
      throw new IllegalArgumentException(
          "the origin null can be sent by any page: use * to allow all");
    }
    if (!isOrigin(word)) {
      throw new IllegalArgumentException(
          "not an origin like https://example.org or http://localhost:3000: " + word);
    }
    return word;
  }

  private static boolean isOrigin(String word) {
    URI uri;
    try {
      uri = URI.create(word);
    } catch (IllegalArgumentException e) {
      return false;
    }
    String scheme = uri.getScheme();
    String host = uri.getHost();
    if (scheme == null || host == null) {
      return false;
    }
    // Browsers omit the default port of the scheme.
    boolean defaultPort =
        (scheme.equals("http") && uri.getPort() == 80)
            || (scheme.equals("https") && uri.getPort() == 443);
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return !defaultPort && word.equals(scheme + "://" + host + port);
  }
}
