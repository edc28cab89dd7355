package otus.server.staticfiles.listing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;

/// Limits the listings of one handler: how many are made at once, and how many bytes of them wait
/// for slow clients. Owned by [Listings]; any thread, no locks.
///
/// To make a listing costs one stat per entry, and memory for the entries that are shown. With a
/// small heap, listings are made one at a time, and they never use all processors.
final class ListingLimiter {
  /// Maximum memory of a shown entry while a page is made, in bytes, for names of usual length: two
  /// records of facts, its text, and a copy of the text while the buffer grows.
  private static final long ENTRY_BYTES = 1500;

  private static final long TIMEOUT_SECONDS = 5;

  private final Semaphore permits;
  private final long max;
  private final AtomicLong pendingBytes = new AtomicLong();

  /// @param permits maximum number of listings that are made at once
  /// @param max maximum number of bytes that wait for clients; a single listing may exceed it
  ListingLimiter(int permits, long max) {
    this.permits = new Semaphore(permits, true);
    this.max = max;
  }

  /// Returns a limiter that takes half of the memory for each of the two.
  ///
  /// @param entries maximum number of entries in a listing
  /// @param memory memory for both, in bytes
  static ListingLimiter of(int entries, long memory) {
    long half = memory / 2;
    long fitting = half / (ENTRY_BYTES * Math.max(1, entries));
    int processors = Runtime.getRuntime().availableProcessors() / 2;
    return new ListingLimiter((int) Math.max(1, Math.min(fitting, processors)), half);
  }

  /// Returns the permits, for other work of the same kind.
  Semaphore permits() {
    return permits;
  }

  /// Waits a few seconds for a permit to make a listing. After a true result the caller calls
  /// [#leave].
  boolean enter() throws InterruptedException {
    return permits.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  void leave() {
    permits.release();
  }

  /// Returns a body of these bytes, which count until it is closed; null if too many bytes wait
  /// already.
  @Nullable Body body(byte[] bytes) {
    long all = pendingBytes.addAndGet(bytes.length);
    if (all > max && all > bytes.length) {
      pendingBytes.addAndGet(-bytes.length);
      return null;
    }
    return Body.onClose(Body.of(bytes), () -> pendingBytes.addAndGet(-bytes.length));
  }

  /// Returns the number of bytes that wait for clients.
  long pendingBytes() {
    return pendingBytes.get();
  }
}
