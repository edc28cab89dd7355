package otus.server.app.filters.cors;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import otus.server.app.filters.CommaList;

/// The origins an operator names, checked, as browsers spell them in `Origin`: what is spelled
/// otherwise would never match, and nobody would be told why. Pure.
final class Origins {
  private Origins() {}

  /// Reads a list of them.
  ///
  /// @throws IllegalArgumentException in one line, if one is none or there is none
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
      // Any page can have this origin: it needs a sandboxed frame, nothing more.
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
    // A browser leaves the scheme's own port out.
    boolean defaultValue =
        (scheme.equals("http") && uri.getPort() == 80)
            || (scheme.equals("https") && uri.getPort() == 443);
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return !defaultValue && word.equals(scheme + "://" + host + port);
  }
}
