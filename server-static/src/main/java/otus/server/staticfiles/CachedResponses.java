package otus.server.staticfiles;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.staticfiles.file.CacheChecks;
import otus.server.staticfiles.file.CacheEntry;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.lookup.PrecompressedVariants;

/// Responds from cache entries, after checks of their files where the request is newer than the
/// last check. Owned by the [StaticHandler]; any thread.
///
/// The first request of a turn of the loop checks a file, and all others of the turn, which were
/// read by then, are served without one. So a response never shows a state of the file older than
/// the request.
///
/// @param checks makes the checks
/// @param fresh time for which a file is fresh after a check, in nanoseconds
record CachedResponses(CacheChecks checks, long fresh, Fallbacks fallbacks, InstantSource clock) {

  CachedResponses(CacheChecks checks, Duration fresh, Fallbacks fallbacks, InstantSource clock) {
    this(checks, fresh.toNanos(), fallbacks, clock);
  }

  /// Returns whether the caller has to look up the file, since a check would not be enough.
  boolean needLookup(CacheEntry entry, long readAt) {
    return !entry.isChecked(readAt, fresh) && entry.claimLookup(clock.millis());
  }

  /// Returns the response. Null if a file has changed, is closed or not open, or has to be checked
  /// on another thread.
  ///
  /// @param mayCheck whether this thread may check files
  @Nullable Response of(FileRequest fileRequest, CacheEntry entry, boolean mayCheck) {
    Request request = fileRequest.request();
    CacheEntry sent = PrecompressedVariants.cached(request.headers(), entry);
    if (sent == null
        || !isCurrent(entry, request, mayCheck)
        || (sent != entry && !isCurrent(sent, request, mayCheck))) {
      return null;
    }
    entry.touch();
    StaticFile file = sent.file();
    reportServedPaths(fileRequest, entry.file(), file);
    try {
      return Responses.of(fileRequest, file, fallbacks, clock);
    } catch (IllegalStateException e) {
      return null;
    }
  }

  private boolean isCurrent(CacheEntry entry, Request request, boolean mayCheck) {
    return entry.isChecked(request.readAt(), fresh) || (mayCheck && checks.check(entry));
  }

  /// Returns the response of a thread that may block; null if the file has to be looked up.
  ///
  /// @param entry the cache entry; null for a path that is not cached
  @Nullable Response blocking(FileRequest fileRequest, @Nullable CacheEntry entry) {
    return entry == null || needLookup(entry, fileRequest.request().readAt())
        ? null
        : of(fileRequest, entry, true);
  }

  /// Reports to filters which files the response is made from: the original, and possibly a variant
  /// of it.
  static void reportServedPaths(FileRequest fileRequest, StaticFile file, StaticFile sent) {
    Request request = fileRequest.request();
    // Also the requested path, because a filter may have rewritten it.
    request.servedFrom(fileRequest.path());
    file.servedPaths().reportTo(request);
    if (sent != file) {
      sent.servedPaths().reportTo(request);
    }
  }
}
