package otus.server.staticfiles;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// The options of the handler `static`, checked once, when it is made. Immutable.
///
/// | option | value | default |
/// |---|---|---|
/// | `root` | the folder to serve | none: it has to be given |
/// | `index` | names of index files, separated by commas | `index.html` |
/// | `symlinks` | `deny`, `inside`, `follow` | `inside` |
/// | `hidden` | whether names that begin with a dot are served | `false` |
/// | `cache-bytes` | memory for small files; `0` switches it off | `64m`, at most ⅛ of the heap |
/// | `cache-entries` | how many small files are kept | `16384` |
/// | `cache-file-bytes` | the largest file that is kept in memory | `64k` |
/// | `cache-files` | how many large files are kept open | `256`, at most ⅛ of the limit |
/// | `cache-revalidate` | for how long a file is believed unchanged | `1s` |
///
/// @param root the folder to serve, as it was named
/// @param index the names of index files, in order of preference
/// @param symlinks what is done with links
/// @param hidden whether names that begin with a dot are served
/// @param cache the bounds of the cache
record StaticOptions(
    Path root, List<String> index, Symlinks symlinks, boolean hidden, CacheLimits cache) {
  private static final List<String> NAMES =
      List.of(
          "root",
          "index",
          "symlinks",
          "hidden",
          "cache-bytes",
          "cache-entries",
          "cache-file-bytes",
          "cache-files",
          "cache-revalidate");

  /// Takes a copy of the list.
  StaticOptions {
    index = List.copyOf(index);
  }

  /// Reads the options an operator gave.
  ///
  /// @throws IllegalArgumentException in one line, if one is unknown, missing or wrong
  static StaticOptions of(Map<String, String> options) {
    for (String name : new TreeSet<>(options.keySet())) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "unknown option: " + name + " (known: " + String.join(", ", NAMES) + ")");
      }
    }
    CacheLimits standard = CacheLimits.STANDARD;
    OptionValues values = new OptionValues(options);
    return new StaticOptions(
        root(options),
        index(options.getOrDefault("index", "index.html")),
        symlinks(options.getOrDefault("symlinks", "inside")),
        values.flag("hidden", false),
        new CacheLimits(
            values.bytes("cache-bytes", standard.bytes()),
            values.count("cache-entries", standard.entries()),
            values.size("cache-file-bytes", standard.fileBytes()),
            values.count("cache-files", standard.openFiles()),
            values.duration("cache-revalidate", standard.revalidate())));
  }

  private static Path root(Map<String, String> options) {
    String root = options.get("root");
    if (root == null || root.isEmpty()) {
      throw new IllegalArgumentException("the option root is missing: name the folder to serve");
    }
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
