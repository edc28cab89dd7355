package otus.server.staticfiles.file;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// A file in the cache, and until when it is believed. Owned by [FileCache]; any thread, no locks.
///
/// ```
/// look at the file                revalidate              2 × revalidate
/// ├── believed by every request ──┼── one request looks ──┼── every request looks
///                                     again, the others
///                                     are served
/// ```
public final class CacheEntry {
  private static final long NEVER = Long.MIN_VALUE;

  /// Bytes of all that is known of a file, but for its content and the names of its path; rather
  /// too many than too few, as all that follow.
  private static final long BASE_BYTES = 1_024;

  private static final long NAME_BYTES = 64;
  private static final long VARIANT_BYTES = 256;

  private final UrlPath path;
  private final @Nullable Variant variant;
  private final StaticFile file;
  private final long weight;
  private final AtomicLong lastClaim = new AtomicLong(NEVER);
  private volatile long checkedAt;
  private volatile boolean used;

  /// @param variant which encoded form it is, or null for the file under that path
  CacheEntry(UrlPath path, @Nullable Variant variant, StaticFile file, long now) {
    this.path = path;
    this.variant = variant;
    this.file = file;
    this.weight = BASE_BYTES + file.bytesInMemory() + (variant == null ? nameBytes() : 0);
    this.checkedAt = now;
  }

  /// The names in the path; if there are encoded variants, those know where the file is, too, by names
  /// that the system made.
  private long nameBytes() {
    long names = 0;
    for (String segment : path.segments()) {
      names += NAME_BYTES + 2L * segment.length();
    }
    int variants = file.variants().size();
    long servedPaths = NAME_BYTES * file.servedPaths().names() + 2L * file.servedPaths().characters();
    return servedPaths + (variants == 0 ? names : 3 * names + variants * VARIANT_BYTES);
  }

  UrlPath path() {
    return path;
  }

  @Nullable Variant variant() {
    return variant;
  }

  public StaticFile file() {
    return file;
  }

  /// About how many bytes of memory it takes.
  long weight() {
    return weight;
  }

  /// Whether a request may be answered without a look at the file; times in milliseconds.
  boolean isFreshAt(long now, long revalidate) {
    long checked = checkedAt;
    long age = now - checked;
    if (age >= 0 && age < revalidate) {
      return true;
    }
    // A clock that was set back makes the age negative: look. The bound keeps the wait for a look
    // that never ends from making an entry immortal.
    if (age < 0 || age / 2 >= revalidate) {
      return false;
    }
    long claim = lastClaim.get();
    return claim == checked || !lastClaim.compareAndSet(claim, checked);
  }

  /// How long ago somebody checked, in milliseconds.
  long age(long now) {
    return now - checkedAt;
  }

  /// The state of a file that need not be opened again, or null. A state that was not settled has
  /// to be: a later one may have the same facts.
  public static @Nullable FileState stableState(@Nullable CacheEntry entry) {
    return entry != null && entry.file().isStable() ? entry.file().state() : null;
  }

  /// Somebody has checked, and it is the same still.
  public void revalidated(long now) {
    checkedAt = now;
  }

  /// Remembers that the entry is in use; writes only if it has to, for the sake of other
  /// processors.
  public void touch() {
    if (!used) {
      used = true;
    }
  }

  /// Whether it was in use since this was last asked.
  boolean clearUsed() {
    boolean was = used;
    used = false;
    return was;
  }
}
