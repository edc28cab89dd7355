package otus.server.staticfiles.file;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.version.FileFacts;

/// A state of a file and of its precompressed files. Immutable.
///
/// @param facts the facts of the file
/// @param precompressed its precompressed files, in order of preference
/// @param unused the codings without one that may be sent; not compared
/// @param rejected the reason for the operator why there are no others, or empty; not compared
public record FileState(
    FileFacts facts, List<PrecompressedFile> precompressed, List<Unused> unused, String rejected) {

  /// A coding without a precompressed file that may be sent.
  ///
  /// @param facts the state of a precompressed file that is too old; null without such a file
  public record Unused(ContentCoding coding, @Nullable FileFacts facts) {}

  /// Copies the lists.
  public FileState {
    precompressed = List.copyOf(precompressed);
    unused = List.copyOf(unused);
  }

  /// Creates the state of a file whose precompressed files do not matter.
  public FileState(FileFacts facts, String rejected) {
    this(facts, List.of(), List.of(), rejected);
  }

  /// Returns whether any later change, seen at `now`, results in other facts, provided that it is
  /// made by one short write.
  boolean isDistinctAt(Instant now) {
    for (PrecompressedFile file : precompressed) {
      if (!file.facts().isDistinctAt(now)) {
        return false;
      }
    }
    return facts.isDistinctAt(now);
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
