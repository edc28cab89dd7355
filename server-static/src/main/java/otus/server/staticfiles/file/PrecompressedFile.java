package otus.server.staticfiles.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.FileFacts;

/// An encoded form that was seen beside a file. Immutable.
///
/// @param coding how it is encoded
/// @param original where the file is, one name each, as it was asked for
/// @param facts the state of the encoded form
public record PrecompressedFile(ContentCoding coding, List<Path> original, FileFacts facts) {

  /// Takes a copy of the list.
  public PrecompressedFile {
    original = List.copyOf(original);
  }

  // By hand, for the same reason as those of FileFacts.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PrecompressedFile precompressed
        && coding == precompressed.coding
        && facts.equals(precompressed.facts)
        && original.equals(precompressed.original);
  }

  @Override
  public int hashCode() {
    return 31 * coding.hashCode() + facts.hashCode();
  }

  /// Where the encoded form is.
  public List<Path> names() {
    return names(original, coding);
  }

  /// Where an encoded form of a file would be.
  public static List<Path> names(List<Path> original, ContentCoding coding) {
    List<Path> names = new ArrayList<>(original);
    names.addLast(coding.beside(names.removeLast()));
    return names;
  }

  /// Whether it may be made from the file as that is now: it is not older by a second or more. One
  /// that is was made from an earlier state. Programs that copy the time of a file, and archives,
  /// may drop the fractions of the second, and build tools write both files in any order.
  public static boolean isCurrent(FileFacts precompressed, FileFacts original) {
    // Without durations: those of the extreme times that file systems can hold would overflow.
    long behind = original.modified().getEpochSecond() - precompressed.modified().getEpochSecond();
    return behind < 1
        || (behind == 1 && precompressed.modified().getNano() > original.modified().getNano());
  }
}
