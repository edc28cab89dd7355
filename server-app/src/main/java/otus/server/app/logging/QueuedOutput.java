package otus.server.app.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import otus.server.api.fields.LogValue;

/// Output that does not block its writers: a terminal stopped with Ctrl-S, a pipe that is not read
/// or a full disk must not block event loops. After [#begin], output goes into a bounded queue, and
/// a daemon thread writes it to the sink. If the queue is full, lines are dropped, and their number
/// is logged by [LostLines], at once when there is room again. Before [#begin], output is written
/// directly. Used for the standard streams, owned by `Main`, and for access logs; any thread.
///
/// The queue is a ring buffer, allocated by [#begin], so that logging needs no memory when memory
/// runs out. Only whole lines are dropped: a partial line in the queue is ended first, and the
/// queue accepts output again at the start of a line.
///
/// The writer thread is woken once after an idle period. Before each write it waits a little for
/// more lines, so that it writes many of them at once.
///
/// An error in the writer thread is passed to its uncaught exception handler, and the thread
/// continues.
public final class QueuedOutput extends OutputStream implements Runnable {
  private static final Logger LOG = System.getLogger(QueuedOutput.class.getName());
  private static final int SIZE = 128 * 1024;
  private static final int PIECE = 64 * 1024;
  private static final byte[] LINE_FEED = {'\n'};

  private final String name;
  private final OutputStream sink;
  private final LostLines lost;

  // All under the lock of this object.
  private byte[] ring = {};

  /// The bytes that the writer thread writes, without the lock. Only [#take] changes them.
  private byte[] piece = {};
  private long gatherMillis;
  private int first;
  private int size;
  private boolean started;
  private boolean closed;

  /// Whether the writer thread waits for the first byte.
  private boolean idle;

  /// Whether the writer thread waits for more lines.
  private boolean gathering;

  /// The number of threads in [#await].
  private int awaiting;

  /// The number of bytes that the writer thread has taken and not written yet.
  private int writing;

  private boolean losing;

  /// Whether the last byte in the queue ends a line.
  private boolean lineEnded = true;

  /// Whether the last lost byte ends a line.
  private boolean lostLineEnded = true;

  /// Whether the last write failed. Used by the writer thread only.
  private boolean failing;

  /// @param name name of the stream, for the log
  /// @param sink the stream itself; this object becomes its only writer
  public QueuedOutput(String name, OutputStream sink) {
    this(name, sink, LostLines.INTERVAL);
  }

  /// @param lostInterval the time between log lines about lost lines while the sink blocks; zero
  ///     if the log itself goes into this queue
  QueuedOutput(String name, OutputStream sink, Duration lostInterval) {
    this.name = name;
    this.sink = sink;
    lost = new LostLines(name, lostInterval);
  }

  /// Returns the output into which the log itself goes.
  public static QueuedOutput ofLog(String name, OutputStream sink) {
    return new QueuedOutput(name, sink, Duration.ZERO);
  }

  /// Starts the queue and its writer thread, which writes without delay.
  public void begin() {
    begin(SIZE, Duration.ZERO);
  }

  /// Starts the queue and its writer thread, unless that has happened.
  ///
  /// @param capacity size of the queue in bytes
  /// @param gather time for which the writer thread waits for more lines, unless the queue is half
  ///     full
  public synchronized void begin(int capacity, Duration gather) {
    if (!started) {
      ring = new byte[capacity];
      piece = new byte[PIECE];
      gatherMillis = gather.toMillis();
      Thread.ofPlatform().daemon().name("otus-" + name).start(this);
      started = true;
    }
  }

  /// Waits until the queue is written, or the timeout expires.
  public synchronized void await(Duration timeout) {
    long left = timeout.toMillis();
    awaiting++;
    notifyAll();
    try {
      while ((size > 0 || writing > 0) && left > 0) {
        long turn = Math.min(left, 10);
        wait(turn); // no clock is read, so an early wake-up counts as the whole time
        left -= turn;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      awaiting--;
    }
  }

  /// Returns the number of lines that were lost since the start.
  public long lost() {
    return lost.total();
  }

  /// Logs how many lines were lost, with those that are not written by now, so [#await] is called
  /// before. Later output is still written: shutdown hooks of plugins may print.
  public void dropRest() {
    synchronized (this) {
      lost.add(LostLines.in(piece, 0, writing) + LostLines.inRing(ring, first, size));
      size = 0;
    }
    lost.log();
  }

  /// Ends the writer thread, and logs how many lines were lost, as [#dropRest] does. Later output
  /// is lost.
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    lost.close();
    dropRest();
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    synchronized (this) {
      if (started) {
        for (int done = 0; done < length; done += PIECE) {
          offer(bytes, offset + done, Math.min(PIECE, length - done));
        }
        wake();
        return;
      }
    }
    sink.write(bytes, offset, length);
    sink.flush();
  }

  private void wake() {
    if (idle || (gathering && size >= ring.length / 2)) {
      idle = false;
      gathering = false;
      notifyAll();
    }
  }

  private void offer(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    boolean ends = bytes[offset + length - 1] == '\n';
    // One byte stays free for the line feed that ends a partial line.
    if (size + length >= ring.length || (losing && !lostLineEnded)) {
      if (!losing && !lineEnded) {
        put(LINE_FEED, 0, 1);
        lineEnded = true;
      }
      losing = true;
      lostLineEnded = ends;
      lost.add(LostLines.in(bytes, offset, length)); // a line is lost with its end
      return;
    }
    losing = false;
    put(bytes, offset, length);
    lineEnded = ends;
  }

  private void put(byte[] bytes, int offset, int length) {
    int start = first + size;
    start -= start < ring.length ? 0 : ring.length;
    int untilEnd = Math.min(length, ring.length - start);
    System.arraycopy(bytes, offset, ring, start, untilEnd);
    System.arraycopy(bytes, offset + untilEnd, ring, 0, length - untilEnd);
    size += length;
  }

  @Override
  public void run() {
    while (true) {
      try {
        int length = take();
        if (length == 0) {
          return;
        }
        try {
          writePiece(length);
        } finally {
          written();
        }
        if (lost.isUnlogged() && hasRoom()) {
          lost.log(); // maybe into this queue
        }
      } catch (InterruptedException e) {
        // Only a plugin that interrupts all threads does this: continue.
      } catch (Throwable e) {
        // The handler stops the server. Continue, so that its reason is still written.
        Thread own = Thread.currentThread();
        own.getUncaughtExceptionHandler().uncaughtException(own, e);
      }
    }
  }

  /// Waits for bytes in the queue and takes them: whole lines, if they fit.
  ///
  /// @return the number of bytes, 0 if this is closed and the queue is empty
  private synchronized int take() throws InterruptedException {
    gather();
    int length = Math.min(size, piece.length);
    int untilEnd = Math.min(length, ring.length - first);
    System.arraycopy(ring, first, piece, 0, untilEnd);
    System.arraycopy(ring, 0, piece, untilEnd, length - untilEnd);
    if (length < size) {
      length = wholeLines(piece, length);
    }
    first = (first + length) % ring.length;
    size -= length;
    writing = length;
    return length;
  }

  private void gather() throws InterruptedException {
    while (size == 0 && !closed) {
      idle = true;
      wait();
    }
    idle = false;
    int enough = Math.min(PIECE, ring.length / 2);
    gathering = gatherMillis > 0 && size < enough && awaiting == 0 && !closed;
    if (gathering) {
      wait(gatherMillis); // an early wake-up makes a shorter piece
      gathering = false;
    }
  }

  private static int wholeLines(byte[] piece, int length) {
    int end = length;
    while (end > 0 && piece[end - 1] != '\n') {
      end--;
    }
    return end == 0 ? length : end;
  }

  private void writePiece(int length) {
    try {
      sink.write(piece, 0, length);
      sink.flush();
      failing = false;
    } catch (IOException e) {
      // The reader is gone. Still try the next lines.
      lost.addFailed(LostLines.in(piece, 0, length));
      if (!failing) {
        failing = true; // first: the log line may go into this queue itself
        LOG.log(Level.WARNING, "event=output-failed stream=" + name + " reason=" + LogValue.of(e));
      }
    }
  }

  private synchronized void written() {
    writing = 0;
    notifyAll();
  }

  private synchronized boolean hasRoom() {
    return size <= ring.length / 2;
  }
}
