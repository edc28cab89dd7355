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

/// Finds the shorter URL of a page (see [CleanUrls#REDIRECT]): `about` of `about.html`, and `./` of
/// an index. Owned by the [StaticHandler], which asks it on virtual threads.
///
/// There is one only if the same file would be sent for it. Only a last segment that is written out
/// is shortened: of `about%2Ehtml` the file is sent.
///
/// @param root where the files are
record CleanUrlRedirects(DocumentRoot root) {

  /// Whether a path may have a shorter form, so that the cache does not answer for it. Pure.
  boolean mayRedirect(UrlPath path) {
    return root.cleanUrls() == CleanUrls.REDIRECT
        && !path.directory()
        && (path.name().endsWith(CleanUrls.SUFFIX) || isIndex(path.name() + CleanUrls.SUFFIX));
  }

  /// The shorter form relative to the target, with the query, or null if there is none.
  ///
  /// @param names of the path
  /// @throws IOException if the system fails
  @Nullable String of(Target target, UrlPath path, List<Path> names) throws IOException {
    if (!mayRedirect(path)) {
      return null;
    }
    String name = path.name();
    boolean isLong = name.endsWith(CleanUrls.SUFFIX);
    String stem = isLong ? name.substring(0, name.length() - CleanUrls.SUFFIX.length()) : name;
    List<Path> page = isLong ? names : CleanUrls.withLast(names, name + CleanUrls.SUFFIX);
    // Without its end, `...html` is `..`, which is no name of a file.
    if (isDots(stem) || !(root.stat(page) instanceof LookupResult.Stat)) {
      return null;
    }
    // A file of the short name would be sent in place of the page.
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

  /// Whether something else than a page or a folder is sent for these names.
  private boolean hasFile(List<Path> names) throws IOException {
    return switch (root.stat(names)) {
      case LookupResult.Missing _, LookupResult.Directory _ -> false;
      case LookupResult.Denied _,
          LookupResult.Unstable _,
          LookupResult.Stat _,
          LookupResult.Unchanged _,
          LookupResult.Opened _,
          LookupResult.Unsteady _ ->
          true;
    };
  }

  private boolean isIndex(String name) {
    return root.index().stream().anyMatch(index -> index.toString().equals(name));
  }

  /// Whether a file is the one that is sent for its folder.
  private boolean isIndexOfItsDirectory(List<Path> page) throws IOException {
    for (Path index : root.index()) {
      if (hasFile(CleanUrls.withLast(page, index.toString()))) {
        return index.equals(page.getLast());
      }
    }
    return false;
  }
}
