package otus.server.staticfiles;

import java.nio.file.Path;
import java.util.List;
import otus.server.api.fields.Tokens;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.staticfiles.file.CacheLimits;
import otus.server.staticfiles.lookup.CleanUrls;
import otus.server.staticfiles.lookup.Fallbacks;
import otus.server.staticfiles.lookup.LookupOptions;
import otus.server.staticfiles.lookup.Symlinks;
import otus.server.staticfiles.metadata.CacheRule;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.MediaTypes;

/// The options of the handler `static`, validated once, when it is created. Immutable.
///
/// @param root the directory to serve, as named by the operator
/// @param index names of index files, in order of preference
/// @param cleanUrls whether pages have URLs without `.html`
/// @param symlinks which symbolic links are followed
/// @param hidden whether names that begin with a dot are served
/// @param listing whether a directory without an index file is listed
/// @param listingEntries maximum number of entries in a listing
/// @param precompressed whether precompressed files are served
/// @param headerRules makes the headers of files
/// @param fallbacks the pages for missing files
/// @param cache the limits of the cache
record StaticOptions(
    Path root,
    List<String> index,
    CleanUrls cleanUrls,
    Symlinks symlinks,
    boolean hidden,
    boolean listing,
    int listingEntries,
    boolean precompressed,
    FileHeaderRules headerRules,
    Fallbacks fallbacks,
    CacheLimits cache) {
  /// The options and their defaults.
  static final List<OptionSpec> DECLARED =
      List.of(
          OptionSpec.required("root", OptionType.PATH, "directory to serve"),
          option(
              "index", OptionType.TEXT, "names of index files, separated by commas", "index.html"),
          option("clean-urls", CleanUrls.WORDS, "serve about.html for /about", "off"),
          option("symlinks", Symlinks.RULES, "symbolic links to follow", "inside"),
          option("hidden", OptionType.FLAG, "serve names that begin with a dot", "false"),
          option("listing", OptionType.FLAG, "list directories without an index file", "false"),
          option(
              "listing-entries",
              OptionType.COUNT,
              "maximum number of entries in a listing",
              "10000"),
          option("precompressed", OptionType.FLAG, "serve .br, .zst and .gz files", "true"),
          option("charset", OptionType.TEXT, "charset of text/* types, such as utf-8", ""),
          option(
              "type",
              OptionType.TEXT,
              "types by extension, such as svgz=image/svg+xml;gzip, separated by commas",
              ""),
          option(
              "default-type",
              OptionType.TEXT,
              "media type of unknown extensions",
              "application/octet-stream"),
          option(
              "cache-control",
              OptionType.TEXT,
              "rules such as *.html=no-cache, separated by semicolons",
              ""),
          option(
              "immutable",
              OptionType.FLAG,
              "let caches keep files with hashed names for a year",
              "false"),
          option("spa", OptionType.TEXT, "page of a single-page application", ""),
          option("not-found", OptionType.TEXT, "page for status 404", ""),
          option(
              "cache-bytes",
              OptionType.BYTES,
              "memory for small files and their paths, at most 1/8 of the heap",
              "64m"),
          option(
              "cache-entries",
              OptionType.COUNT,
              "maximum number of small files in the cache",
              "16384"),
          option("cache-file-bytes", OptionType.BYTES, "maximum size of a file in memory", "64k"),
          option(
              "cache-files",
              OptionType.COUNT,
              "maximum number of large files kept open, at most 1/8 of the descriptors",
              "256"),
          option(
              "cache-revalidate",
              OptionType.DURATION,
              "time for which a cached file is fresh",
              "1s"));

  /// Copies the list.
  StaticOptions {
    index = List.copyOf(index);
  }

  /// Returns the options for lookups.
  LookupOptions lookup() {
    return new LookupOptions(
        root, index, symlinks, hidden, precompressed, cleanUrls, headerRules, cache.fileBytes());
  }

  /// Validates the option values.
  ///
  /// @throws IllegalArgumentException if a value is invalid; the message is one line
  static StaticOptions of(OptionValues values) {
    return new StaticOptions(
        values.path("root"),
        index(values.text("index")),
        CleanUrls.of(values.text("clean-urls")),
        Symlinks.of(values.text("symlinks")),
        values.flag("hidden"),
        values.flag("listing"),
        values.count("listing-entries"),
        values.flag("precompressed"),
        new FileHeaderRules(
            MediaTypes.of(values.text("type"), values.text("default-type")),
            charset(values.text("charset")),
            CacheRule.list(values.text("cache-control")),
            values.flag("immutable")),
        new Fallbacks(
            Fallbacks.page("spa", values.text("spa")),
            Fallbacks.page("not-found", values.text("not-found"))),
        new CacheLimits(
            values.bytes("cache-bytes"),
            values.count("cache-entries"),
            size("cache-file-bytes", values),
            values.count("cache-files"),
            values.duration("cache-revalidate")));
  }

  /// Returns a number of bytes that fits in an array.
  private static int size(String name, OptionValues values) {
    long bytes = values.bytes(name);
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the option " + name + " must be less than 2g, not '" + values.text(name) + "'");
    }
    return (int) bytes;
  }

  private static OptionSpec option(String name, OptionType type, String help, String defaultValue) {
    return OptionSpec.of(name, type, help, defaultValue);
  }

  private static List<String> index(String names) {
    List<String> index = List.of(names.split(",", -1)).stream().map(String::strip).toList();
    for (String name : index) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.contains("/")) {
        throw new IllegalArgumentException("invalid file name in the option index: '" + name + "'");
      }
    }
    return index;
  }

  /// RFC 9110 §8.3.2: the name of a charset is a token.
  private static String charset(String name) {
    if (!name.isEmpty() && !Tokens.isToken(name)) {
      throw new IllegalArgumentException(
          "the option charset must be a name such as utf-8, not '" + name + "'");
    }
    return name;
  }
}
