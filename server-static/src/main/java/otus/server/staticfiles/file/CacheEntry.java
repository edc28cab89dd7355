package otus.server.staticfiles.file;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// A file in the cache, and the time of its last check. Owned by [FileCache]; any thread, no locks.
///
/// ```
/// last check              revalidate                     2 × revalidate
/// ├── fresh for all ──────┼── one request checks again, ─┼── every request checks
/// │   requests            │   the others are served      │
/// ```
public final class CacheEntry {
  private static final long NEVER = Long.MIN_VALUE;

  /// Estimated bytes of an entry without its content and the names of its path. This estimate and
  /// the following ones are rather too high than too low.
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

  /// @param variant the variant that `file` is, or null for the original
  /// @param now time of the check, in milliseconds
  CacheEntry(UrlPath path, @Nullable Variant variant, StaticFile file, long now) {
    this.path = path;
    this.variant = variant;
    this.file = file;
    this.weight = BASE_BYTES + file.bytesInMemory() + (variant == null ? nameBytes() : 0);
    this.checkedAt = now;
  }

  /// Returns the bytes of the names in the path. If there are variants, the precompressed files
  /// also hold the path of the original, in names of the file system.
  private long nameBytes() {
    long names = 0;
    for (String segment : path.segments()) {
      names += NAME_BYTES + 2L * segment.length();
    }
    int variants = file.variants().size();
    long servedPaths =
        NAME_BYTES * file.servedPaths().names() + 2L * file.servedPaths().characters();
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

  /// Returns the estimated memory of the entry, in bytes.
  long weight() {
    return weight;
  }

  /// Returns whether a request may be answered without checking the file; times in milliseconds.
  /// Once the entry is stale, a false result obliges the caller to check the file.
  boolean isFreshAt(long now, long revalidate) {
    long checked = checkedAt;
    long age = now - checked;
    if (age >= 0 && age < revalidate) {
      return true;
    }
    // If the clock was set back, the age is negative: check. Without the upper bound, an entry
    // would stay fresh for ever if the one check never ends.
    if (age < 0 || age / 2 >= revalidate) {
      return false;
    }
    long claim = lastClaim.get();
    return claim == checked || !lastClaim.compareAndSet(claim, checked);
  }

  /// Returns the time since the last check, in milliseconds.
  long age(long now) {
    return now - checkedAt;
  }

  /// Returns the state of a file that need not be opened again, or null. An unstable state has to
  /// be opened again: a later state may have the same facts.
  public static @Nullable FileState stableState(@Nullable CacheEntry entry) {
    return entry != null && entry.file().isStable() ? entry.file().state() : null;
  }

  /// Records a check that found the file unchanged.
  public void revalidated(long now) {
    checkedAt = now;
  }

  /// Marks the entry as used; writes only if needed, to spare the caches of other processors.
  public void touch() {
    if (!used) {
      used = true;
    }
  }

  /// Returns whether the entry was used since the last call, and clears the mark.
  boolean clearUsed() {
    boolean was = used;
    used = false;
    return was;
  }
}
