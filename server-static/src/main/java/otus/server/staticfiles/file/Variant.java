package otus.server.staticfiles.file;

import org.jspecify.annotations.Nullable;

/// A precompressed variant of a file, and its cache entry. Owned by a [StaticFile].
///
/// The entry is fresh as long as that of the file: checking the file includes checking its
/// precompressed files, and if any of them has changed, the file and its variants are dropped
/// together. Read by any thread; written by [FileCache], under its lock.
public final class Variant {
  private final PrecompressedFile precompressed;
  private boolean fileCached;
  private volatile @Nullable CacheEntry cached;

  public Variant(PrecompressedFile precompressed) {
    this.precompressed = precompressed;
  }

  public PrecompressedFile precompressed() {
    return precompressed;
  }

  /// Returns the entry of the opened variant, or null if it is not cached.
  public @Nullable CacheEntry cached() {
    return cached;
  }

  /// Returns whether the original is cached. Requires the lock of the cache.
  boolean isFileCached() {
    return fileCached;
  }

  /// Sets whether the original is cached. Requires the lock of the cache.
  void setFileCached(boolean fileCached) {
    this.fileCached = fileCached;
  }

  /// Sets the entry of the opened variant, or null. Requires the lock of the cache.
  void setCached(@Nullable CacheEntry entry) {
    cached = entry;
  }
}
