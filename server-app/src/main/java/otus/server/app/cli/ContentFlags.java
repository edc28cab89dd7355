package otus.server.app.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.app.cli.hints.UnknownWord;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.Site;
import otus.server.app.config.UsageException;

/// Turns flags into content: mounts, the directory at `/` with its options, and sites. Main thread
/// only, since it accesses the root directory.
///
/// @param parsed the values of flags, from all levels
record ContentFlags(ParsedArgs parsed) {
  /// Flags that are options of the static handler at `/`.
  private static final List<Flag> ROOT_FLAGS =
      List.of(
          Flag.ROOT,
          Flag.INDEX,
          Flag.CLEAN_URLS,
          Flag.HIDDEN,
          Flag.LISTING,
          Flag.ARCHIVE,
          Flag.SYMLINKS,
          Flag.PRECOMPRESSED,
          Flag.CHARSET,
          Flag.TYPE,
          Flag.DEFAULT_TYPE,
          Flag.CACHE_CONTROL,
          Flag.IMMUTABLE,
          Flag.CACHE_REVALIDATE,
          Flag.SPA,
          Flag.NOT_FOUND);

  private static final String REPLACED =
      " applies to the directory at /, which --mount / replaces:"
          + " use an option of that handler";

  private static final String ABSENT =
      " applies to the directory at /, which --mount turns off unless --root is given:"
          + " use an option of the mounted handler";

  /// Returns whether a flag is an option of the directory at `/`.
  static boolean isOfRoot(Flag flag) {
    return ROOT_FLAGS.contains(flag);
  }

  /// Creates a site from its table and from the content, mounts and filters at the top level.
  Site site(ConfigFile.SiteTable table) {
    ParsedArgs own = table.values();
    ContentFlags site = new ContentFlags(own.or(parsed.only(Flag::isOfSite)));
    List<Mount> mounts = site.mountsOfSite(own);
    Path root = site.root(mounts, true);
    if (root == null && mounts.isEmpty()) {
      throw new UsageException(table.place() + ": the site needs a root or a mount");
    }
    return new Site(
        table.place(),
        table.hosts(),
        table.listen().stream()
            .map(word -> ListenAddress.of(table.place() + ": listen", word))
            .toList(),
        Options.withRoot(mounts, root, site.options()),
        FilterFlags.filters(site.parsed, new TlsFlags(parsed)));
  }

  /// The mounts of a site. If it has a root of its own, that replaces a mount at `/` of the top
  /// level.
  private List<Mount> mountsOfSite(ParsedArgs own) {
    List<Mount> mounts = parsedMounts();
    if (own.has(Flag.ROOT) && !own.has(Flag.MOUNT)) {
      mounts = mounts.stream().filter(mount -> !mount.atRoot()).toList();
    }
    checkRoot(mounts, own);
    return mounts;
  }

  /// The directory to serve at `/`, or null. With mounts, the current directory is not the default,
  /// because it may be any directory, such as the `/` of a service manager.
  ///
  /// @param optional whether the current directory is not the default without mounts, too
  @Nullable Path root(List<Mount> mounts, boolean optional) {
    List<String> directories = new ArrayList<>(parsed.directories());
    directories.addAll(parsed.all(Flag.ROOT));
    if (directories.size() > 1) {
      throw UnknownWord.in(
          new UsageException("more than one directory: " + String.join(", ", directories)),
          directories.getFirst());
    }
    if (directories.isEmpty() && (optional || !mounts.isEmpty())) {
      return null;
    }
    if (mounts.stream().anyMatch(Mount::atRoot)) {
      return null; // a mount of a site replaces the root of the top level
    }
    String name = directories.isEmpty() ? "." : directories.getFirst();
    try {
      return Options.directory(CommandLine.path("no such directory: ", name));
    } catch (UsageException e) {
      throw parsed.located(Flag.ROOT, parsed.directories().isEmpty() ? e : UnknownWord.in(e, name));
    }
  }

  /// The mounts of the top level. Options of the directory at `/` need one, unless sites inherit
  /// them.
  List<Mount> mounts(boolean hasSites) {
    List<Mount> mounts = parsedMounts();
    if (!hasSites || mounts.stream().anyMatch(Mount::atRoot)) {
      checkRoot(mounts, parsed);
    }
    return mounts;
  }

  private List<Mount> parsedMounts() {
    String place = parsed.place(Flag.MOUNT);
    return parsed.all(Flag.MOUNT).stream().map(word -> Mount.of(word, place)).toList();
  }

  /// Refuses options of the directory at `/` if there is none.
  ///
  /// @param given the values that need it
  private void checkRoot(List<Mount> mounts, ParsedArgs given) {
    boolean atRoot = mounts.stream().anyMatch(Mount::atRoot);
    boolean named = parsed.has(Flag.ROOT) || !parsed.directories().isEmpty();
    for (Flag flag : mounts.isEmpty() || (named && !atRoot) ? List.<Flag>of() : ROOT_FLAGS) {
      if (given.has(flag) || (flag == Flag.ROOT && !given.directories().isEmpty())) {
        throw new UsageException(given.place(flag) + (atRoot ? REPLACED : ABSENT));
      }
    }
  }

  /// Options of the static handler at `/`, which validates them itself.
  Map<String, String> options() {
    Map<String, String> content = new HashMap<>();
    content.put("hidden", "false");
    // The router tries the handler at / last, so it also serves the page for 404.
    content.put("not-found", "404.html");
    for (Flag flag : ROOT_FLAGS) {
      if (flag != Flag.ROOT && parsed.has(flag) && !isUnlisted(flag)) {
        content.put(flag.longName().substring("--".length()), option(flag));
      }
    }
    return content;
  }

  private boolean isUnlisted(Flag flag) {
    return flag == Flag.LISTING && Flag.isOff(parsed.all(flag).getFirst());
  }

  /// The value of a flag as an option of the static handler.
  private String option(Flag flag) {
    List<String> values = parsed.all(flag);
    String value = values.getFirst();
    return switch (flag) {
      case HIDDEN, LISTING, IMMUTABLE -> "true";
      case PRECOMPRESSED -> String.valueOf(!Flag.isOff(value));
      case CLEAN_URLS, ARCHIVE -> value.isEmpty() ? "on" : value;
      case SPA -> value.isEmpty() ? "index.html" : value;
      case TYPE -> String.join(",", values);
      case CACHE_CONTROL -> String.join(";", values);
      default -> value;
    };
  }
}
