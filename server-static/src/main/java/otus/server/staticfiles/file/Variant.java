package otus.server.staticfiles.file;

import org.jspecify.annotations.Nullable;

/// An encoded form of a file, and where the cache has it. Belongs to a [StaticFile].
///
/// What the cache has is good for as long as the file's own entry is: looking at the file again
/// means looking at what lies beside it too, and if that has changed, file and forms are forgotten
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

  /// The opened form, if the cache has it.
  public @Nullable CacheEntry cached() {
    return cached;
  }

  /// Whether the cache has the file that this is a form of; under its lock.
  boolean isFileCached() {
    return fileCached;
  }

  /// Notes whether it has; under its lock.
  void setFileCached(boolean fileCached) {
    this.fileCached = fileCached;
  }

  /// Notes the opened form, or that there is none any more; under the lock of the cache.
  void setCached(@Nullable CacheEntry entry) {
    cached = entry;
  }
}
