package otus.server.staticfiles;

import java.nio.file.Path;
import java.util.List;
import otus.server.api.spi.OptionSpec;
import otus.server.api.spi.OptionType;
import otus.server.api.spi.OptionValues;
import otus.server.staticfiles.file.CacheChecks;
import otus.server.staticfiles.file.CacheLimits;
import otus.server.staticfiles.lookup.CleanUrls;
import otus.server.staticfiles.lookup.LookupOptions;
import otus.server.staticfiles.lookup.Symlinks;
import otus.server.staticfiles.metadata.CacheRule;
import otus.server.staticfiles.metadata.CharsetRule;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.MediaTypes;

/// The options of the handler `static`, validated once, when it is created. Immutable.
///
/// @param root the directory or archive to serve, as named by the operator
/// @param index names of index files, in order of preference
/// @param cleanUrls whether pages have URLs without `.html`
/// @param symlinks which symbolic links are followed
/// @param hidden whether names that begin with a dot are served
/// @param listing whether a directory without an index file is listed
/// @param listingEntries maximum number of entries in a listing
/// @param archive formats in which listed directories can be downloaded: off, on, tar.gz or zip
/// @param archiveEntries maximum number of entries in an archive
/// @param archiveBytes maximum size of the files in an archive
/// @param precompressed whether precompressed files are served
/// @param headerRules makes the headers of files
/// @param fallbacks the pages for missing files
/// @param cache the limits of the cache
/// @param checks where cached files are checked, one of [CacheChecks#WORDS]
record StaticOptions(
    Path root,
    List<String> index,
    CleanUrls cleanUrls,
    Symlinks symlinks,
    boolean hidden,
    boolean listing,
    int listingEntries,
    String archive,
    int archiveEntries,
    long archiveBytes,
    boolean precompressed,
    FileHeaderRules headerRules,
    Fallbacks fallbacks,
    CacheLimits cache,
    String checks) {
  /// The options and their defaults.
  static final List<OptionSpec> DECLARED =
      List.of(
          OptionSpec.required("root", OptionType.PATH, "directory to serve, or a zip archive"),
          text("index", "names of index files, separated by commas", "index.html"),
          OptionSpec.of("clean-urls", CleanUrls.WORDS, "serve about.html for /about", "off"),
          OptionSpec.of("symlinks", Symlinks.RULES, "symbolic links to follow", "inside"),
          flag("hidden", "serve names that begin with a dot", false),
          flag("listing", "list directories without an index file", false),
          count("listing-entries", "maximum number of entries in a listing", 10_000),
          OptionSpec.of(
              "archive",
              OptionType.oneOf("off", "on", "tar.gz", "zip"),
              "formats in which listed directories can be downloaded",
              "off"),
          count("archive-entries", "maximum number of entries in an archive", 10_000),
          bytes("archive-bytes", "maximum size of the files in an archive", "4g"),
          flag("precompressed", "serve .br, .zst and .gz files", true),
          text(
              "charset",
              "charset of text/* types, such as utf-8; none; auto: utf-8 if the content is",
              "auto"),
          text(
              "type",
              "types by extension, such as svgz=image/svg+xml;gzip, separated by commas",
              ""),
          text(
              "default-type",
              "media type of unknown extensions; auto: text/plain or application/octet-stream",
              "auto"),
          text("cache-control", "rules such as *.html=no-cache, separated by semicolons", ""),
          flag("immutable", "let caches keep files with hashed names for a year", false),
          text("spa", "page of a single-page application", ""),
          text("not-found", "page for status 404", ""),
          bytes(
              "cache-bytes",
              "memory for small files and their paths, at most 1/8 of the heap",
              "64m"),
          count("cache-entries", "maximum number of small files in the cache", 16_384),
          bytes("cache-file-bytes", "maximum size of a file in memory", "64k"),
          count(
              "cache-files",
              "maximum number of large files kept open, at most 1/8 of the descriptors",
              256),
          OptionSpec.of(
              "cache-revalidate",
              OptionType.DURATION,
              "time for which a cached file is not checked",
              "0s"),
          OptionSpec.of(
              "cache-checks", CacheChecks.WORDS, "threads that check cached files", "auto"));

  /// Copies the list.
  StaticOptions {
    index = List.copyOf(index);
    if (!listing && !archive.equals("off")) {
      throw new IllegalArgumentException(
          "archives are of listed directories: also give --listing, or the option listing=true");
    }
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
    MediaTypes types = MediaTypes.of(values.text("type"), values.text("default-type"));
    return new StaticOptions(
        values.path("root"),
        index(values.text("index")),
        CleanUrls.of(values.text("clean-urls")),
        Symlinks.of(values.text("symlinks")),
        values.flag("hidden"),
        values.flag("listing"),
        values.count("listing-entries"),
        values.text("archive"),
        values.count("archive-entries"),
        values.bytes("archive-bytes"),
        values.flag("precompressed"),
        new FileHeaderRules(
            types,
            CharsetRule.of(values.text("charset")),
            CacheRule.list(values.text("cache-control")),
            values.flag("immutable")),
        new Fallbacks(
            Fallbacks.page("spa", values.text("spa")),
            Fallbacks.page("not-found", values.text("not-found")),
            new ApplicationPaths(types)),
        new CacheLimits(
            values.bytes("cache-bytes"),
            values.count("cache-entries"),
            size("cache-file-bytes", values),
            values.count("cache-files"),
            values.duration("cache-revalidate")),
        values.text("cache-checks"));
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

  private static OptionSpec text(String name, String help, String initial) {
    return OptionSpec.of(name, OptionType.TEXT, help, initial);
  }

  private static OptionSpec flag(String name, String help, boolean initial) {
    return OptionSpec.of(name, OptionType.FLAG, help, Boolean.toString(initial));
  }

  private static OptionSpec count(String name, String help, int initial) {
    return OptionSpec.of(name, OptionType.COUNT, help, Integer.toString(initial));
  }

  private static OptionSpec bytes(String name, String help, String initial) {
    return OptionSpec.of(name, OptionType.BYTES, help, initial);
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
}
