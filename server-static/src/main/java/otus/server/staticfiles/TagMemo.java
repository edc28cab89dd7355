package otus.server.staticfiles;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Remembers the entity tags of large files, so that one which the cache has closed is not read
/// through again at the next request. Owned by [EntityTags]; virtual threads.
///
/// A tag belongs to a version: device, inode, size, modification and change time. Without a change
/// time a version might come again with other bytes, so nothing is remembered. Those who want the
/// tag of one version at the same time wait for the first of them; others do not.
final class TagMemo {
  /// About how many bytes a tag takes with all that it is remembered by; rather too many.
  private static final long ENTRY = 384;

  private static final int MOST = 65_536;

  private final ConcurrentHashMap<FileFacts, CompletableFuture<Boolean>> underWay =
      new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<FileFacts, EntityTag> tags;

  /// Makes a tag.
  interface Maker {

    /// The tag, or null if there is none.
    @Nullable EntityTag make() throws IOException;
  }

  TagMemo(int most) {
    tags =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<FileFacts, EntityTag> eldest) {
            return size() > most;
          }
        };
  }

  /// A memo that takes no more than a sixty-fourth of the heap.
  static TagMemo withinHeap() {
    return new TagMemo((int) Math.min(MOST, Runtime.getRuntime().maxMemory() / 64 / ENTRY));
  }

  /// The tag of that version, made if it is not remembered; null if none is made.
  @Nullable EntityTag get(FileFacts version, Maker maker) throws IOException {
    if (version.changed() == null) {
      return maker.make();
    }
    while (true) {
      EntityTag known = known(version);
      if (known != null) {
        return known;
      }
      CompletableFuture<Boolean> mine = new CompletableFuture<>();
      CompletableFuture<Boolean> other = underWay.putIfAbsent(version, mine);
      if (other == null) {
        return make(version, maker, mine);
      }
      if (!await(other)) {
        return maker.make();
      }
    }
  }

  private @Nullable EntityTag make(FileFacts version, Maker maker, CompletableFuture<Boolean> mine)
      throws IOException {
    EntityTag made = null;
    try {
      made = maker.make();
      if (made != null) {
        remember(version, made);
      }
      return made;
    } finally {
      underWay.remove(version);
      mine.complete(made != null);
    }
  }

  private static boolean await(CompletableFuture<Boolean> other) throws IOException {
    try {
      return other.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    } catch (ExecutionException e) {
      throw new AssertionError("it is never completed so", e);
    }
  }

  private @Nullable EntityTag known(FileFacts version) {
    lock.lock();
    try {
      return tags.get(version);
    } finally {
      lock.unlock();
    }
  }

  private void remember(FileFacts version, EntityTag tag) {
    lock.lock();
    try {
      tags.put(version, tag);
    } finally {
      lock.unlock();
    }
  }
}
