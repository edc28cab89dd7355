package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.Sibling;
import otus.server.staticfiles.metadata.Coding;
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
record SiblingSearch(MediaTypes types, Glance fromRoot) {

  /// A look at what is under a path.
  interface Glance {

    /// What is there. A file is only looked at.
    Found at(Sought sought) throws IOException;
  }

  /// The forms of a file that are not older than it, the preferred one first.
  ///
  /// @param walk in the folder where the file is
  /// @param original what a look has just shown of the file
  List<Sibling> of(Walk walk, Sought sought, FileFacts original) {
    if (sought.coding() != null || types.of(sought.asked()).isCompressed()) {
      return List.of();
    }
    List<Sibling> siblings = new ArrayList<>(0);
    for (Coding coding : Coding.values()) {
      FileFacts facts = facts(walk, sought, sought.sibling(coding));
      if (facts != null && Sibling.isCurrent(facts, original)) {
        siblings.add(new Sibling(coding, sought.asked(), facts));
      }
    }
    return siblings;
  }

  private @Nullable FileFacts facts(Walk walk, Sought original, Sought sibling) {
    try {
      if (!original.linked()) {
        PosixFileAttributes seen = walk.look(sibling.last());
        if (!seen.isSymbolicLink()) {
          return seen.isRegularFile() ? walk.facts(sibling.last(), seen) : null;
        }
      }
      return fromRoot.at(sibling) instanceof Found.Seen(FileFacts facts) ? facts : null;
    } catch (IOException e) {
      return null; // missing, most often; or its name is too long for the file system
    }
  }
}
