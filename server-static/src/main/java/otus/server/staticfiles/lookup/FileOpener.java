package otus.server.staticfiles.lookup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.api.OpenFile;
import otus.server.api.fields.EntityTag;
import otus.server.staticfiles.file.FileContent;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.TextFacts;
import otus.server.staticfiles.version.ArtificialTimes;
import otus.server.staticfiles.version.ContentFacts;
import otus.server.staticfiles.version.EntityTags;
import otus.server.staticfiles.version.FileFacts;
import otus.server.staticfiles.version.FileTimes;
import otus.server.staticfiles.version.PathCheck;
import otus.server.staticfiles.version.TagBasis;
import otus.server.staticfiles.version.Validators;
import otus.server.staticfiles.version.VersionCheck;
import otus.server.staticfiles.walk.FileWalker;

/// Opens one file so that facts and bytes belong together. Owned by [DocumentRoot]; blocks.
///
/// The order is: stat, open, read a small file, stat again. Only if both stats and the open file
/// agree was it one state of one file all along. A mixture is never served: if they do not agree,
/// the caller tries again.
///
/// @param root the directory that is served
/// @param inMemory maximum size of a file that is read into memory, in bytes
/// @param headerRules makes the headers of files
/// @param tags makes entity tags
/// @param artificial the modification times that are not sent
record FileOpener(
    Path root,
    int inMemory,
    FileHeaderRules headerRules,
    EntityTags tags,
    ArtificialTimes artificial) {
  /// Maximum wait for a strong tag. It covers one clock tick (20 ms) and a change up to 80 ms after
  /// the lookup began; a file that changes later than that is still being written.
  private static final Duration MAX_WAIT = Duration.ofMillis(100);

  /// Opened content and its validators, at a time before the facts were read again.
  private record Version(FileContent content, Validators validators, TextFacts text, Instant at) {}

  /// Opens the file with the last name of `lookup` in the walker's directory.
  ///
  /// @param state its state from a stat just now
  LookupResult open(FileWalker walker, LookupRequest lookup, FileState state) throws IOException {
    FileFacts seen = state.facts();
    if (state.equals(lookup.known())) {
      return LookupResult.Unchanged.UNCHANGED;
    }
    boolean dated =
        FileTimes.isWritable(seen.modified())
            && !artificial.contains(seen.modified(), lookup.now());
    boolean text = lookup.dependsOnContent(headerRules);
    Version version =
        seen.size() <= inMemory
            ? read(walker.open(lookup.last()), seen, dated, text, lookup.now())
            : onDisk(walker, lookup, seen, dated, text);
    if (version == null) {
      return LookupResult.Unstable.UNSTABLE;
    }
    boolean kept = false;
    try {
      if (!walker.facts(lookup.last(), walker.stat(lookup.last())).equals(seen)) {
        return LookupResult.Unstable.UNSTABLE;
      }
      StaticFile file =
          new StaticFile(
              lookup.headers(headerRules, version.text()),
              lookup.servedPaths(),
              state,
              version.content(),
              version.validators(),
              version.at(),
              check(lookup, state));
      kept = true;
      return new LookupResult.Opened(file, lookup.requested());
    } finally {
      if (!kept) {
        version.content().close();
      }
    }
  }

  /// Returns a check of the path as it was requested, so that it notices a link that changes.
  private PathCheck check(LookupRequest lookup, FileState state) {
    Path path = root;
    for (Path name : lookup.requestedNames()) {
      path = path.resolve(name);
    }
    List<PathCheck.Other> others = new ArrayList<>();
    for (Path name : lookup.before()) {
      others.add(new PathCheck.Other(path.resolveSibling(name), null));
    }
    for (FileState.Unused unused : state.unused()) {
      Path name = unused.coding().beside(lookup.requested().getLast());
      others.add(new PathCheck.Other(path.resolveSibling(name), unused.facts()));
    }
    return new PathCheck(path, lookup.linked(), state.facts(), others);
  }

  /// Reads a small file, or returns null if its size differs from `seen`; closes the channel.
  private static @Nullable Version read(
      FileChannel channel, FileFacts seen, boolean dated, boolean text, Instant now)
      throws IOException {
    try (channel) {
      // On the heap: the memory of an evicted file can be reused at once, while a direct buffer is
      // freed only by some later collection.
      ByteBuffer bytes = UnstableFileOpener.read(channel, (int) seen.size());
      if (bytes.remaining() != seen.size() || channel.size() != seen.size()) {
        return null;
      }
      Validators validators = new Validators(EntityTags.of(bytes), TagBasis.CONTENT, dated);
      TextFacts facts = text ? TextFacts.of(bytes, true) : TextFacts.UNKNOWN;
      return new Version(new FileContent.InMemory(bytes), validators, facts, now);
    }
  }

  /// Opens a large file and keeps it open, or returns null if it differs from `seen`.
  private @Nullable Version onDisk(
      FileWalker walker, LookupRequest lookup, FileFacts seen, boolean dated, boolean text)
      throws IOException {
    Instant now = awaitTick(seen, lookup.now());
    FileChannel channel = walker.open(lookup.last());
    boolean kept = false;
    try {
      VersionCheck check = walker.check(lookup.last(), channel, seen);
      if (check == null || channel.size() != seen.size()) {
        return null;
      }
      ContentFacts facts = tags.of(channel, seen, now, dated, text);
      if (facts == null) {
        return null;
      }
      EntityTag tag = facts.tag();
      OpenFile lease = OpenFile.of(channel, seen.size(), seen.modified(), check);
      kept = true;
      Validators validators = new Validators(tag, TagBasis.of(tag, seen.size()), dated);
      return new Version(new FileContent.OnDisk(lease), validators, facts.text(), now);
    } finally {
      if (!kept) {
        channel.close();
      }
    }
  }

  /// Waits until a later change of the file would show, if that is soon, so that a file that was
  /// written just now gets a strong tag.
  ///
  /// @return the time after the wait
  private static Instant awaitTick(FileFacts seen, Instant now) throws IOException {
    Duration left = seen.untilStable(now);
    if (!left.isPositive() || left.compareTo(MAX_WAIT) > 0) {
      return now;
    }
    try {
      Thread.sleep(left);
      return now.plus(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }
}
