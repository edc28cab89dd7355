package otus.server.staticfiles.file;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.FileFacts;

/// A state of a file and of its precompressed files. Immutable.
///
/// @param facts the facts of the file
/// @param precompressed its precompressed files, in order of preference
/// @param rejected the reason for the operator why there are no others, or empty; not compared
public record FileState(FileFacts facts, List<PrecompressedFile> precompressed, String rejected) {

  /// Copies the list.
  public FileState {
    precompressed = List.copyOf(precompressed);
  }

  /// Returns whether this state, seen at `now`, is stable: no later change can result in the same
  /// facts.
  boolean isStableAt(Instant now) {
    for (PrecompressedFile file : precompressed) {
      if (!file.facts().isStableAt(now)) {
        return false;
      }
    }
    return facts.isStableAt(now);
  }

  // Written by hand for the reason given in FileFacts.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileState state
        && facts.equals(state.facts)
        && precompressed.equals(state.precompressed);
  }

  @Override
  public int hashCode() {
    return 31 * facts.hashCode() + precompressed.hashCode();
  }
}
