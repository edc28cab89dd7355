package otus.server.staticfiles.lookup;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.spi.OptionType;

/// Whether pages have URLs without `.html`; the option `clean-urls`. Pure.
///
/// A path is looked up as a file first, then with `.html` behind it, then as a folder. So `/blog`
/// is `blog.html` though there is a folder `blog` with the posts, as site generators write them,
/// and `/blog/` is the index of the folder.
public enum CleanUrls {
  /// They have not.
  OFF,

  /// `/about` is `about.html`, which has its own URL, too.
  ON,

  /// The long form is redirected to the short one.
  REDIRECT;

  /// The words by name.
  public static final OptionType WORDS = OptionType.oneOf("off", "on", "redirect");

  /// What the names of pages end with.
  public static final String SUFFIX = ".html";

  /// The choice of that name, one of [#WORDS].
  public static CleanUrls of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /// Where the page of these names is, or null if they have none.
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

  /// The same names but for the last.
  public static List<Path> withLast(List<Path> names, String last) {
    List<Path> other = new ArrayList<>(names);
    Path before = other.removeLast();
    other.addLast(before.getFileSystem().getPath(last));
    return other;
  }
}
