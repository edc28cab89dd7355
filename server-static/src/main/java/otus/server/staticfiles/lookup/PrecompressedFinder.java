package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.metadata.MediaTypes;
import otus.server.staticfiles.version.FileFacts;

/// Finds the precompressed files of a file. Owned by [DocumentRoot]; blocks. It opens no file.
///
/// Names are looked up in the walker's directory, so each costs one stat and no further walk. If
/// the precompressed file or the original is a link, the lookup starts at the root again, under the
/// same rules for links as any other. Whatever fails, the original can still be sent, so the
/// precompressed file counts as missing.
///
/// @param types decides which files are compressed already
/// @param fromRoot looks up a path from the root
record PrecompressedFinder(MediaTypes types, Stat fromRoot) {

  /// A lookup from the root.
  interface Stat {

    /// Looks up a file without opening it.
    LookupResult at(LookupRequest lookup) throws IOException;
  }

  /// Returns the precompressed files that are not older than the original, the preferred coding
  /// first.
  ///
  /// @param walker in the directory of the original
  /// @param original the facts of the original from a stat just now
  List<PrecompressedFile> of(SecurePathWalker walker, LookupRequest lookup, FileFacts original) {
    if (lookup.coding() != null || types.of(lookup.requested()).isCompressed()) {
      return List.of();
    }
    List<PrecompressedFile> found = new ArrayList<>(0);
    for (ContentCoding coding : ContentCoding.values()) {
      FileFacts facts = facts(walker, lookup, lookup.precompressed(coding));
      if (facts != null && PrecompressedFile.isCurrent(facts, original)) {
        found.add(new PrecompressedFile(coding, lookup.requested(), facts));
      }
    }
    return found;
  }

  private @Nullable FileFacts facts(
      SecurePathWalker walker, LookupRequest original, LookupRequest precompressed) {
    try {
      if (!original.linked()) {
        PosixFileAttributes seen = walker.stat(precompressed.last());
        if (!seen.isSymbolicLink()) {
          return seen.isRegularFile() ? walker.facts(precompressed.last(), seen) : null;
        }
      }
      return fromRoot.at(precompressed) instanceof LookupResult.Stat(FileFacts facts)
          ? facts
          : null;
    } catch (IOException e) {
      return null; // usually missing; or the name is too long for the file system
    }
  }
}
