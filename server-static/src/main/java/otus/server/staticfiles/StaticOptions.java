package otus.server.staticfiles;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import otus.server.api.spi.OptionSpec;

/// The options of the handler `static`, checked once, when it is made. Immutable.
///
/// @param root the folder to serve, as it was named
/// @param index the names of index files, in order of preference
/// @param symlinks what is done with links
/// @param hidden whether names that begin with a dot are served
/// @param precompressed whether encoded forms beside the files are served
/// @param labels what is said of the files
/// @param fallbacks what is served in place of a file that is missing
/// @param cache the bounds of the cache
record StaticOptions(
    Path root,
    List<String> index,
    Symlinks symlinks,
    boolean hidden,
    boolean precompressed,
    Labels labels,
    Fallbacks fallbacks,
    CacheLimits cache) {
  /// What an operator can give, and what holds otherwise.
  static final List<OptionSpec> DECLARED =
      List.of(
          OptionSpec.required("root", "the folder to serve"),
          OptionSpec.of("index", "names of index files, separated by commas", "index.html"),
          OptionSpec.of("symlinks", "which links are followed: deny, inside, follow", "inside"),
          OptionSpec.of("hidden", "whether names that begin with a dot are served", "false"),
          OptionSpec.of(
              "precompressed", "whether .br, .zst and .gz files beside others are served", "true"),
          OptionSpec.of("charset", "the charset of text, such as utf-8", ""),
          OptionSpec.of("cache-control", "rules such as *.html=no-cache, between semicolons", ""),
          OptionSpec.of("immutable", "whether names with a hash in them are kept a year", "false"),
          OptionSpec.of("spa", "the page of an application, for paths that are missing", ""),
          OptionSpec.of("not-found", "the page that is sent with a 404", ""),
          OptionSpec.of("cache-bytes", "memory for small files, at most 1/8 of the heap", "64m"),
          OptionSpec.of("cache-entries", "how many small files are kept", "16384"),
          OptionSpec.of("cache-file-bytes", "the largest file that is kept in memory", "64k"),
          OptionSpec.of(
              "cache-files",
              "how many large files are kept open, at most 1/8 of the descriptors",
              "256"),
          OptionSpec.of("cache-revalidate", "how long a file is believed unchanged", "1s"));

  /// Takes a copy of the list.
  StaticOptions {
    index = List.copyOf(index);
  }

  /// Reads the options, all of which are there.
  ///
  /// @throws IllegalArgumentException in one line, if one is wrong
  static StaticOptions of(Map<String, String> options) {
    OptionValues values = new OptionValues(options);
    return new StaticOptions(
        root(values.text("root")),
        index(values.text("index")),
        symlinks(values.text("symlinks")),
        values.flag("hidden"),
        values.flag("precompressed"),
        new Labels(
            charset(values.text("charset")),
            CacheRule.list(values.text("cache-control")),
            values.flag("immutable")),
        new Fallbacks(
            Fallbacks.page("spa", values.text("spa")),
            Fallbacks.page("not-found", values.text("not-found"))),
        CacheLimits.within(
            values.bytes("cache-bytes"),
            values.count("cache-entries"),
            values.size("cache-file-bytes"),
            values.count("cache-files"),
            values.duration("cache-revalidate")));
  }

  private static Path root(String root) {
    try {
      return Path.of(root);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("no such folder: " + root, e);
    }
  }

  private static List<String> index(String names) {
    List<String> index = List.of(names.split(",", -1)).stream().map(String::strip).toList();
    for (String name : index) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
        throw new IllegalArgumentException("not a file name in the option index: '" + name + "'");
      }
    }
    return index;
  }

  /// RFC 9110 §8.3.2: the name of a charset is a token.
  private static String charset(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean token =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
      if (!token) {
        throw new IllegalArgumentException(
            "the option charset is a name such as utf-8, not '" + name + "'");
      }
    }
    return name;
  }

  private static Symlinks symlinks(String value) {
    for (Symlinks symlinks : Symlinks.values()) {
      if (symlinks.name().toLowerCase(Locale.ROOT).equals(value)) {
        return symlinks;
      }
    }
    throw new IllegalArgumentException(
        "the option symlinks is deny, inside or follow, not '" + value + "'");
  }
}
