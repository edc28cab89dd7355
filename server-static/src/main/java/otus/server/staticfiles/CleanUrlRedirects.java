package otus.server.staticfiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.Target;
import otus.server.api.UrlPath;
import otus.server.staticfiles.lookup.CleanUrls;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.LookupResult;

/// Finds the shorter URL of a page (see [CleanUrls#REDIRECT]): `about` for `about.html`, and `./`
/// for an index file. Owned by the [StaticHandler]; blocks, except for [#mayRedirect].
///
/// A shorter URL counts only if it serves the same file, and if the last segment of the request is
/// unescaped: `about%2Ehtml` serves the file.
///
/// @param root looks up files
record CleanUrlRedirects(DocumentRoot root) {

  /// Returns whether redirects are on and the path may have a shorter URL, so that the cache must
  /// not answer it. Pure.
  boolean mayRedirect(UrlPath path) {
    return root.cleanUrls() == CleanUrls.REDIRECT
        && !path.directory()
        && (path.name().endsWith(CleanUrls.SUFFIX) || isIndex(path.name() + CleanUrls.SUFFIX));
  }

  /// Returns the shorter URL relative to the target, with the query, or null if there is none.
  ///
  /// @param names of the path
  /// @throws IOException if a system call fails
  @Nullable String of(Target target, UrlPath path, List<Path> names) throws IOException {
    if (!mayRedirect(path)) {
      return null;
    }
    String name = path.name();
    boolean isLong = name.endsWith(CleanUrls.SUFFIX);
    String stem = isLong ? name.substring(0, name.length() - CleanUrls.SUFFIX.length()) : name;
    List<Path> page = isLong ? names : CleanUrls.withLast(names, name + CleanUrls.SUFFIX);
    // Without its suffix, `...html` is `..`, which is not a file name.
    if (isDots(stem) || !(root.stat(page) instanceof LookupResult.Stat)) {
      return null;
    }
    // A file with the short name would be served in place of the page.
    if (hasFile(isLong ? CleanUrls.withLast(names, stem) : names)) {
      return null;
    }
    String raw = DirectoryRedirect.name(target);
    if (raw.equals(name) && isIndexOfItsDirectory(page)) {
      return DirectoryRedirect.of(target, "./");
    }
    return isLong && !stem.endsWith(CleanUrls.SUFFIX) && raw.endsWith(CleanUrls.SUFFIX)
        ? DirectoryRedirect.of(target, raw.substring(0, raw.length() - CleanUrls.SUFFIX.length()))
        : null;
  }

  private static boolean isDots(String stem) {
    return stem.isEmpty() || stem.equals(".") || stem.equals("..");
  }

  /// Returns whether these names serve something other than a page or a directory.
  private boolean hasFile(List<Path> names) throws IOException {
    return switch (root.stat(names)) {
      case LookupResult.Missing _, LookupResult.Directory _ -> false;
      case LookupResult.Denied _,
          LookupResult.Unstable _,
          LookupResult.Stat _,
          LookupResult.Unchanged _,
          LookupResult.Opened _,
          LookupResult.OpenedUncached _ ->
          true;
    };
  }

  private boolean isIndex(String name) {
    return root.index().stream().anyMatch(index -> index.toString().equals(name));
  }

  /// Returns whether a file is the index file that its directory serves.
  private boolean isIndexOfItsDirectory(List<Path> page) throws IOException {
    for (Path index : root.index()) {
      if (hasFile(CleanUrls.withLast(page, index.toString()))) {
        return index.equals(page.getLast());
      }
    }
    return false;
  }
}
