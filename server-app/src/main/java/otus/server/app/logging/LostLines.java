package otus.server.app.logging;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// Counts the lines that one queue has lost, and logs their number: when the queue asks for it, and
/// once in each interval while its writer is blocked, from a daemon thread that the first lost line
/// starts. Owned by [QueuedOutput]; any thread.
final class LostLines implements Runnable {
  private static final Logger LOG = System.getLogger(LostLines.class.getName());

  /// The usual time between log lines.
  static final Duration INTERVAL = Duration.ofSeconds(10);

  /// The first log line comes after this part of the interval.
  private static final int FIRST = 10;

  private final String stream;
  private final Duration interval;

  // All under the lock of this object.
  private long total;
  private long unlogged;
  private boolean started;
  private boolean idle;
  private boolean closed;

  /// @param stream name of the stream, for the log
  /// @param interval the time between log lines; zero if the log itself goes into the queue, so
  ///     that nothing is logged until the queue has room
  LostLines(String stream, Duration interval) {
    this.stream = stream;
    this.interval = interval;
  }

  /// Returns the number of lines that end in a part of an array.
  static int in(byte[] bytes, int offset, int length) {
    int lines = 0;
    for (int i = 0; i < length; i++) {
      lines += bytes[offset + i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  /// Returns the number of lines that end in a part of a ring buffer.
  static int inRing(byte[] ring, int first, int length) {
    int untilEnd = Math.min(length, ring.length - first);
    return in(ring, first, untilEnd) + in(ring, 0, length - untilEnd);
  }

  /// Counts lost lines. Does not log, since the caller may hold the lock of the queue.
  synchronized void add(long lines) {
    total += lines;
    unlogged += lines;
    if (!started && lines > 0 && !interval.isZero()) {
      started = start();
    }
    if (idle) {
      idle = false;
      notifyAll();
    }
  }

  private boolean start() {
    try {
      Thread.ofPlatform().daemon().name("otus-" + stream + "-lost").start(this);
      return true;
    } catch (OutOfMemoryError e) { // thrown, too, if the system cannot start another thread
      return false; // the next lost line tries again
    }
  }

  /// Counts lines whose loss is logged otherwise.
  synchronized void addFailed(long lines) {
    total += lines;
  }

  /// Returns the number of lines that were lost since the start.
  synchronized long total() {
    return total;
  }

  /// Returns whether lines were lost since the last log line.
  synchronized boolean isUnlogged() {
    return unlogged > 0;
  }

  /// Logs the number of lines that were lost since the last log line, if there are any. The caller
  /// does not hold the lock of the queue: the log line may go into it.
  void log() {
    long count;
    synchronized (this) {
      count = unlogged;
      unlogged = 0;
    }
    if (count > 0) {
      LOG.log(Level.WARNING, "event=log-lines-lost stream=" + stream + " count=" + count);
    }
  }

  /// Ends the thread.
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  @Override
  public void run() {
    try {
      for (long pause = interval.toMillis() / FIRST; await(pause); pause = interval.toMillis()) {
        log();
      }
    } catch (InterruptedException e) {
      // Only a plugin that interrupts all threads does this: the queue still logs.
    }
  }

  /// Waits until lines were lost, and then for a pause, which may be shorter after a spurious
  /// wake-up.
  ///
  /// @return false if this is closed
  private synchronized boolean await(long pause) throws InterruptedException {
    while (unlogged == 0 && !closed) {
      idle = true;
      wait();
    }
    idle = false;
    if (!closed) {
      wait(Math.max(1, pause));
    }
    return !closed;
  }
}
