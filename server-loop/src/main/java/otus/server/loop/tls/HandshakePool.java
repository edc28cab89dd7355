package otus.server.loop.tls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// The threads that compute signatures and key agreements of handshakes, which take a large part of
/// a millisecond each and would delay all connections of a loop. Owned by the server, which closes
/// it after its loops have ended; any thread.
///
/// The threads are platform threads, since handshakes would occupy the carriers of virtual threads.
/// They start with the first handshake, and end after a while without one. They have the lowest
/// priority, so that a flood of handshakes delays other connections little; with the usual options
/// of the JVM, Linux ignores priorities.
public final class HandshakePool implements AutoCloseable {
  private static final long KEEP_SECONDS = 10;

  private final ThreadPoolExecutor executor;

  /// Creates a pool; no thread runs yet.
  ///
  /// @param name the prefix of the names of the threads
  /// @param threads the maximum number of threads
  /// @param queue the maximum number of handshakes that wait for a thread
  public HandshakePool(String name, int threads, int queue) {
    AtomicLong number = new AtomicLong();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEEP_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            work ->
                Thread.ofPlatform()
                    .daemon()
                    .name(name + "-" + number.getAndIncrement())
                    .priority(Thread.MIN_PRIORITY)
                    .unstarted(work));
    executor.allowCoreThreadTimeOut(true);
  }

  /// Runs work on a thread of the pool.
  ///
  /// @return whether it will run; false if too much waits, or the pool is closed
  boolean submit(Runnable work) {
    try {
      executor.execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /// Ends the threads without waiting for them. Idempotent.
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
