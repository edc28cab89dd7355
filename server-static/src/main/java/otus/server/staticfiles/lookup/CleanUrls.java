package otus.server.staticfiles.lookup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.OptionType;

/// Whether pages have URLs without `.html`; the option `clean-urls`. Immutable; any thread.
///
/// A path is looked up as a file first, then with `.html` appended, then as a directory. So `/blog`
/// is `blog.html` even if a directory `blog` holds the posts, which is the layout that site
/// generators write, and `/blog/` is the index of the directory.
public enum CleanUrls {
  /// Pages have no URL without `.html`.
  OFF,

  /// `/about` serves `about.html`, which also keeps its own URL.
  ON,

  /// The URL with `.html` is redirected to the one without.
  REDIRECT;

  /// The type of the option: one of these constants, in lower case.
  public static final OptionType WORDS = OptionType.oneOf("off", "on", "redirect");

  /// The suffix of a page's file name.
  public static final String SUFFIX = ".html";

  /// Returns the constant for one of [#WORDS].
  public static CleanUrls of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Returns the names of the page for a path, or null if the path has no page.
  public @Nullable List<Path> page(List<Path> names) {
    if (this == OFF) {
      return null;
    }
    String name = names.getLast().toString();
    return name.endsWith(SUFFIX) || isTooLong(name) ? null : withLast(names, name + SUFFIX);
  }

  private static boolean isTooLong(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length > FileNames.MAX_LENGTH - SUFFIX.length();
  }

  /// Returns the names with the last one replaced.
  public static List<Path> withLast(List<Path> names, String last) {
    List<Path> other = new ArrayList<>(names);
    Path before = other.removeLast();
    other.addLast(before.getFileSystem().getPath(last));
    return other;
  }
}
