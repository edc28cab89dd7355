package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.metadata.MediaTypes;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.walk.PathWalker;

/// Finds the precompressed files of a file. Owned by [DocumentRoot]; blocks. It opens no file.
///
/// Names are looked up in the walker's directory, so each costs one stat and no further walk. If
/// the precompressed file or the original is a link, the lookup starts at the root again, under the
/// same rules for links as any other. Whatever fails, the original can still be sent, so the
/// precompressed file counts as missing.
///
/// @param enabled whether precompressed files are served
/// @param types decides which files are compressed already
/// @param fromRoot looks up a path from the root
record PrecompressedFinder(boolean enabled, MediaTypes types, Stat fromRoot) {

  /// A lookup from the root.
  interface Stat {

    /// Looks up a file without opening it.
    LookupResult at(LookupRequest lookup) throws IOException;
  }

  /// Returns the state of a file and of its precompressed files that are not older than the
  /// original, the preferred coding first.
  ///
  /// @param walker in the directory of the original
  /// @param original the facts of the original from a stat just now
  FileState of(PathWalker walker, LookupRequest lookup, FileFacts original) {
    if (!enabled) {
      return new FileState(original, "--precompressed is off");
    }
    if (lookup.coding() != null || types.of(lookup.requested()).isCompressed()) {
      return new FileState(original, "the type is compressed already");
    }
    List<NotServed> rejected = new ArrayList<>(0);
    List<PrecompressedFile> found = new ArrayList<>(0);
    List<FileState.Unused> unused = new ArrayList<>(ContentCoding.values().length);
    for (ContentCoding coding : ContentCoding.values()) {
      LookupRequest precompressed = lookup.precompressed(coding);
      int before = rejected.size();
      FileFacts facts = facts(walker, lookup, precompressed, rejected);
      if (facts == null) {
        if (rejected.size() == before || !rejected.getLast().reason().isLink()) {
          unused.add(new FileState.Unused(coding, null));
        }
      } else if (facts != null && PrecompressedFile.isCurrent(facts, original)) {
        found.add(new PrecompressedFile(coding, lookup.requested(), facts));
      } else if (facts != null) {
        unused.add(new FileState.Unused(coding, facts));
        rejected.add(notServed(precompressed, NotServed.Reason.OUTDATED));
      }
    }
    return new FileState(original, found, unused, reason(found, rejected));
  }

  private static String reason(List<PrecompressedFile> found, List<NotServed> rejected) {
    if (rejected.isEmpty()) {
      return found.isEmpty() ? "there is no precompressed file (.br, .zst or .gz)" : "";
    }
    return rejected.stream().map(NotServed::toString).collect(Collectors.joining("; "));
  }

  private static NotServed notServed(LookupRequest lookup, NotServed.Reason reason) {
    return lookup.notServed(lookup.names().size(), reason);
  }

  /// @param rejected receives the reason if the name exists but is not served
  private @Nullable FileFacts facts(
      PathWalker walker,
      LookupRequest original,
      LookupRequest precompressed,
      List<NotServed> rejected) {
    try {
      if (!original.linked()) {
        BasicFileAttributes seen = walker.stat(precompressed.last());
        if (!seen.isSymbolicLink()) {
          if (seen.isRegularFile()) {
            return walker.facts(precompressed.last(), seen);
          }
          rejected.add(
              notServed(
                  precompressed,
                  seen.isDirectory() ? NotServed.Reason.DIRECTORY : NotServed.Reason.NO_FILE));
          return null;
        }
      }
      LookupResult result = fromRoot.at(precompressed);
      if (result instanceof LookupResult.Missing(var tried)) {
        tried.stream()
            .filter(one -> one.reason() != NotServed.Reason.NO_NAME)
            .forEach(rejected::add);
      }
      return result instanceof LookupResult.Stat(FileFacts facts) ? facts : null;
    } catch (IOException e) {
      return null; // usually missing; or the name is too long for the file system
    }
  }
}
