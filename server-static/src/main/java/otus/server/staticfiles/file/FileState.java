package otus.server.staticfiles.file;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.version.FileFacts;

/// A state of a file and of the encoded forms beside it. Immutable.
///
/// @param facts those of the file
/// @param precompressed the encoded forms, the preferred one first
public record FileState(FileFacts facts, List<PrecompressedFile> precompressed) {

  /// Takes a copy of the list.
  public FileState {
    precompressed = List.copyOf(precompressed);
  }

  /// Whether a look at `now` shows a state that these facts will never stand for again.
  boolean isStableAt(Instant now) {
    for (PrecompressedFile file : precompressed) {
      if (!file.facts().isStableAt(now)) {
        return false;
      }
    }
    return facts.isStableAt(now);
  }

  // By hand, for the same reason as those of FileFacts.

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
