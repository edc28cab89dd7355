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

/// Looks for the encoded forms that lie beside a file; used on virtual threads. It opens none.
///
/// They are looked up in the folder where the walk has arrived, so each costs a look and no other
/// walk. Where a link is in the way, of a form or of the file itself, the look starts from the root
/// again, under the same rules for links as any other. Whatever goes wrong with a form, the file is
/// there still, so the form counts as missing.
///
/// @param types which files are compressed as they are
/// @param fromRoot what is under a path, by those rules
record PrecompressedFinder(MediaTypes types, Stat fromRoot) {

  /// A look at what is under a path.
  interface Stat {

    /// What is there. A file is only looked at.
    LookupResult at(LookupRequest lookup) throws IOException;
  }

  /// The forms of a file that are not older than it, the preferred one first.
  ///
  /// @param walker in the folder where the file is
  /// @param original what a look has just shown of the file
  List<PrecompressedFile> of(SecurePathWalker walker, LookupRequest lookup, FileFacts original) {
    if (lookup.coding() != null || types.of(lookup.asked()).isCompressed()) {
      return List.of();
    }
    List<PrecompressedFile> found = new ArrayList<>(0);
    for (ContentCoding coding : ContentCoding.values()) {
      FileFacts facts = facts(walker, lookup, lookup.precompressed(coding));
      if (facts != null && PrecompressedFile.isCurrent(facts, original)) {
        found.add(new PrecompressedFile(coding, lookup.asked(), facts));
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
      return null; // missing, most often; or its name is too long for the file system
    }
  }
}
