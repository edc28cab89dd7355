package otus.server.staticfiles.listing;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import otus.server.api.Body;

/// Bounds what all listings of one handler take together: how many are made at once, and how many
/// bytes of them wait for slow clients. Owned by [Listings]; any thread, no lock is held.
///
/// Making one costs a look at every entry, and memory for those that are shown. So with a small
/// heap one is made after the other, and never do listings take all processors.
final class ListingLimiter {
  /// What an entry that is shown takes at most while a page is made, in bytes, for names of usual
  /// length: facts of two, text, and the text again as it grows.
  private static final long ENTRY_BYTES = 1500;

  private static final long TIMEOUT_SECONDS = 5;

  private final Semaphore permits;
  private final long max;
  private final AtomicLong pendingBytes = new AtomicLong();

  /// @param permits how many listings are made at once
  /// @param max how many bytes may wait for clients, but for one listing, which always may
  ListingLimiter(int permits, long max) {
    this.permits = new Semaphore(permits, true);
    this.max = max;
  }

  /// A budget of an eighth of the heap for each of the two.
  ///
  /// @param entries how many a listing shows
  static ListingLimiter of(int entries) {
    long eighth = Runtime.getRuntime().maxMemory() / 8;
    long memory = eighth / (ENTRY_BYTES * Math.max(1, entries));
    int processors = Runtime.getRuntime().availableProcessors() / 2;
    return new ListingLimiter((int) Math.max(1, Math.min(memory, processors)), eighth);
  }

  /// Waits for a turn to make a listing, for a few seconds; whoever got one calls [#leave].
  boolean enter() throws InterruptedException {
    return permits.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  void leave() {
    permits.release();
  }

  /// A body of these bytes, which counts until it is closed; null if too many wait already.
  @Nullable Body body(byte[] bytes) {
    long all = pendingBytes.addAndGet(bytes.length);
    if (all > max && all > bytes.length) {
      pendingBytes.addAndGet(-bytes.length);
      return null;
    }
    return Body.onClose(Body.of(bytes), () -> pendingBytes.addAndGet(-bytes.length));
  }

  /// How many bytes wait for clients.
  long pendingBytes() {
    return pendingBytes.get();
  }
}
