package otus.server.staticfiles;

import otus.server.api.UrlPath;

/// Remembers which of many files were requested a moment ago, so that only files that are requested
/// again get into the cache: a million files that are requested once each would evict all others.
/// Owned by [DirectReads]; any thread, no locks.
///
/// It keeps the hashes of the last paths, at most [#SLOTS]. If threads overwrite each other's, or
/// two paths have one hash, a file is cached a request later or earlier.
final class AdmissionFilter {
  /// As many as files in the cache by default.
  private static final int SLOTS = 1 << 14;

  private final int[] hashes = new int[SLOTS];

  /// Returns whether a path was requested a moment ago, and forgets it; otherwise remembers it.
  boolean isRepeated(UrlPath path) {
    int hash = path.hashCode() * 0x9E37_79B1; // spreads the lower bits, by the golden ratio
    int slot = hash >>> (Integer.SIZE - 14);
    boolean repeated = hashes[slot] == hash && hash != 0;
    hashes[slot] = repeated ? 0 : hash;
    return repeated;
  }
}
