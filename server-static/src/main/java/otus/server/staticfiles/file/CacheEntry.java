package otus.server.staticfiles.file;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.UrlPath;

/// A file in the cache, and the times of its last check and lookup. Owned by [FileCache]; any
/// thread, no locks.
///
/// A request is served if the file was checked after the request was read. Otherwise it checks the
/// file itself. A check does not prove all that a lookup proves, so lookups continue:
///
/// ```
/// last lookup             1 s                              2 s
/// ├── checks are enough ──┼── one request looks up again, ─┼── every request looks up again
/// │                       │   the others check             │
/// ```
public final class CacheEntry {
  private static final long NEVER = Long.MIN_VALUE;

  /// Estimated bytes of an entry without its content and the names of its path. This estimate and
  /// the following ones are rather too high than too low.
  private static final long BASE_BYTES = 1_024;

  private static final long NAME_BYTES = 64;
  private static final long VARIANT_BYTES = 256;

  /// Time after which a lookup is repeated.
  private static final long LOOKUP_MILLIS = 1_000;

  private final UrlPath path;
  private final @Nullable Variant variant;
  private final StaticFile file;
  private final long weight;
  private final AtomicLong lastClaim = new AtomicLong(NEVER);
  private volatile long lookedUpAt;
  private volatile long lookedUpNanos;

  /// In nanoseconds.
  private volatile long checkedAt;

  private volatile boolean used;

  /// @param variant the variant that `file` is, or null for the original
  /// @param now time before the lookup
  CacheEntry(UrlPath path, @Nullable Variant variant, StaticFile file, CheckTime now) {
    this.path = path;
    this.variant = variant;
    this.file = file;
    this.weight = BASE_BYTES + file.bytesInMemory() + (variant == null ? nameBytes() : 0);
    this.lookedUpAt = now.millis();
    this.lookedUpNanos = now.nanos();
    this.checkedAt = now.nanos();
  }

  /// Returns the bytes of the names in the path. If there are variants, the precompressed files
  /// also hold the path of the original, in names of the file system.
  private long nameBytes() {
    long names = 0;
    for (String segment : path.segments()) {
      names += NAME_BYTES + 2L * segment.length();
    }
    int variants = file.variants().size();
    long served = NAME_BYTES * file.servedPaths().names() + 2L * file.servedPaths().characters();
    long servedPaths = served + file.bytesOfCheck();
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

  /// Returns whether a request may be answered without a check of the file: the last one began
  /// after the request was read, or a file in memory was checked within `fresh`. A large file is
  /// always checked, because its bytes are read after its head is sent.
  ///
  /// @param readAt the time of the request
  /// @param fresh the time for which a file is fresh, in nanoseconds
  public boolean isChecked(long readAt, long fresh) {
    long age = readAt - checkedAt;
    return age <= 0 || (age < fresh && file.isInMemory());
  }

  /// Returns whether the last lookup began after a request was read.
  ///
  /// @param readAt the time of the request
  public boolean isLookedUpSince(long readAt) {
    return lookedUpNanos - readAt >= 0;
  }

  /// Returns whether the caller has to look up the file again, by the diagram above; then it does.
  ///
  /// @param now in milliseconds
  public boolean claimLookup(long now) {
    long looked = lookedUpAt;
    long age = now - looked;
    if (file.isUnsettledAt(now)) {
      return true;
    }
    if (age >= 0 && age < LOOKUP_MILLIS) {
      return false;
    }
    // If the clock was set back, the age is negative: look up. Without the upper bound, checks
    // would be enough for ever if the one lookup never ends.
    if (age < 0 || age / 2 >= LOOKUP_MILLIS) {
      return true;
    }
    long claim = lastClaim.get();
    return claim != looked && lastClaim.compareAndSet(claim, looked);
  }

  /// Returns the time since the last lookup, in milliseconds.
  long age(long now) {
    return now - lookedUpAt;
  }

  /// Returns the state of a file that need not be opened again, or null. A state that is not
  /// settled has to be opened again: a later state may have the same facts.
  ///
  /// @param now in milliseconds
  public static @Nullable FileState settledState(@Nullable CacheEntry entry, long now) {
    return entry != null && !entry.file().isUnsettledAt(now) ? entry.file().state() : null;
  }

  /// Records a lookup that found the file unchanged.
  ///
  /// @param now time before the lookup
  public void lookedUp(CheckTime now) {
    lookedUpAt = now.millis();
    lookedUpNanos = now.nanos();
    checkedAt = now.nanos();
  }

  /// Records a check that found the file unchanged.
  ///
  /// @param nanos time before the check
  void checked(long nanos) {
    checkedAt = nanos;
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
