package otus.server.staticfiles.version;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/// Caches the entity tags of large files, and the facts about their text, so that a file that was
/// evicted from the `FileCache` is not read through again at the next request. Owned by
/// [EntityTags]; used on lookup threads.
///
/// The key of a tag is a version: device, inode, size, modification and change time. If several
/// threads need the tag of one version at the same time, the first makes it and the others wait;
/// tags of other versions are not delayed.
final class EntityTagCache {
  /// Estimated bytes of a tag with its key; rather too high than too low.
  static final long ENTRY_BYTES = 384;

  private final ConcurrentHashMap<FileFacts, CompletableFuture<Optional<ContentFacts>>> inProgress =
      new ConcurrentHashMap<>();
  private final Map<FileFacts, ContentFacts> tags;

  /// Makes a tag.
  interface Maker {

    /// Returns the tag, or null if the file has become shorter.
    @Nullable ContentFacts make() throws IOException;
  }

  EntityTagCache(int max) {
    tags =
        Collections.synchronizedMap(
            new LinkedHashMap<>(16, 0.75f, true) {
              @Override
              protected boolean removeEldestEntry(Map.Entry<FileFacts, ContentFacts> eldest) {
                return size() > max;
              }
            });
  }

  /// Returns the tag of a version and makes it if it is not cached; null if `maker` returns null.
  ///
  /// @param stable whether no other bytes can ever have this version, so that its tag may be
  ///     cached; a version without a change time is never cached
  /// @throws IOException if `maker` fails or the thread is interrupted
  @Nullable ContentFacts get(FileFacts version, boolean stable, Maker maker) throws IOException {
    ContentFacts cached = tags.get(version);
    if (cached != null) {
      return cached;
    }
    CompletableFuture<Optional<ContentFacts>> mine = new CompletableFuture<>();
    CompletableFuture<Optional<ContentFacts>> other = inProgress.putIfAbsent(version, mine);
    if (other != null) {
      ContentFacts made = await(other);
      return made != null ? made : maker.make();
    }
    ContentFacts made = null;
    try {
      made = maker.make();
      if (made != null && stable && version.changed() != null) {
        tags.put(version, made);
      }
      return made;
    } finally {
      inProgress.remove(version);
      mine.complete(Optional.ofNullable(made));
    }
  }

  private static @Nullable ContentFacts await(CompletableFuture<Optional<ContentFacts>> other)
      throws IOException {
    try {
      return other.get().orElse(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      throw new AssertionError("it is never completed so", e);
    }
  }
}
