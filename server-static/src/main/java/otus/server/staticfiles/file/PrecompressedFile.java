package otus.server.staticfiles.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.FileFacts;

/// A precompressed file that was found next to its original. Immutable.
///
/// @param coding its content coding
/// @param original requested names of the original, one each
/// @param facts its state
public record PrecompressedFile(ContentCoding coding, List<Path> original, FileFacts facts) {

  /// Copies the list.
  public PrecompressedFile {
    original = List.copyOf(original);
  }

  // Written by hand for the reason given in FileFacts.

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

  /// Returns the names of this file.
  public List<Path> names() {
    return names(original, coding);
  }

  /// Returns the names of the precompressed file of a coding for an original.
  public static List<Path> names(List<Path> original, ContentCoding coding) {
    List<Path> names = new ArrayList<>(original);
    names.addLast(coding.beside(names.removeLast()));
    return names;
  }

  /// Returns whether the precompressed file can be made from the current original: it is less than
  /// one second older. An older one was made from an earlier state. One second is allowed because
  /// archives and programs that copy a file's time may drop its fraction, and build tools write
  /// both files in any order.
  public static boolean isCurrent(FileFacts precompressed, FileFacts original) {
    // Not a Duration: that would overflow for the extreme times that file systems can hold.
    long behind = original.modified().getEpochSecond() - precompressed.modified().getEpochSecond();
    return behind < 1
        || (behind == 1 && precompressed.modified().getNano() > original.modified().getNano());
  }
}
