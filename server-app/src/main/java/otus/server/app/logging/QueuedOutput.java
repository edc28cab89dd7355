package otus.server.app.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// A standard stream for which no thread waits once the server serves: a terminal stopped with
/// Ctrl-S, or a pipe that nobody reads, must not hold up loops. From [#begin] on, what is written
/// goes into a bounded queue, and a daemon thread of its own writes it out. Lines for which there
/// is no room are lost; how many is logged when there is room again. Before, it is written at once.
/// Owned by `Main`; any thread.
///
/// The queue is a ring of bytes that is there from the beginning: nothing is allocated when
/// something is logged because memory is short. A line that was begun is ended before one is lost,
/// and after that only a whole one is taken again.
///
/// An error in the thread that writes is given to its uncaught exception handler, and the thread
/// goes on.
public final class QueuedOutput extends OutputStream implements Runnable {
  private static final Logger LOG = System.getLogger(QueuedOutput.class.getName());
  private static final int SIZE = 128 * 1024;
  private static final int PIECE = 8 * 1024;

  private final String name;
  private final OutputStream sink;

  // All under the lock of this object.
  private byte[] ring = {};
  private int first;
  private int size;
  private boolean started;
  private boolean closed;

  /// Whether the writer has taken what it has not yet written.
  private boolean writing;

  private long lost;
  private boolean losing;

  /// Whether the last byte in the queue ends a line.
  private boolean lineEnded = true;

  /// Whether the last byte that was lost ends a line.
  private boolean lostLineEnded = true;

  /// @param name of the stream, for the log
  /// @param sink the stream itself, to which nobody else writes from now on
  public QueuedOutput(String name, OutputStream sink) {
    this.name = name;
    this.sink = sink;
  }

  /// From now on nobody waits for the sink.
  public synchronized void begin() {
    ring = new byte[SIZE];
    Thread.ofPlatform().daemon().name("otus-" + name).start(this);
    started = true;
  }

  /// Waits until all is written out, or the time is over.
  public synchronized void await(Duration time) {
    long left = time.toMillis();
    try {
      while ((size > 0 || writing) && left > 0) {
        long turn = Math.min(left, 10);
        wait(turn); // no clock is read here, so a wait that is cut short counts as a whole one
        left -= turn;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the thread, when all is written out; what is written from now on is lost.
  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
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
        notifyAll();
        return;
      }
    }
    sink.write(bytes, offset, length);
    sink.flush();
  }

  private void offer(byte[] bytes, int offset, int length) {
    if (length == 0) {
      return;
    }
    boolean ends = bytes[offset + length - 1] == '\n';
    // One byte is kept for the end of a line that was begun.
    if (size + length >= ring.length || (losing && !lostLineEnded)) {
      if (!losing && !lineEnded) {
        put((byte) '\n');
        lineEnded = true;
      }
      losing = true;
      lostLineEnded = ends;
      lost += lines(bytes, offset, length); // a line is lost with its end
      return;
    }
    losing = false;
    for (int i = 0; i < length; i++) {
      put(bytes[offset + i]);
    }
    lineEnded = ends;
  }

  private static int lines(byte[] bytes, int offset, int length) {
    int lines = 0;
    for (int i = 0; i < length; i++) {
      lines += bytes[offset + i] == '\n' ? 1 : 0;
    }
    return lines;
  }

  private void put(byte octet) {
    ring[(first + size) % ring.length] = octet;
    size++;
  }

  @Override
  public void run() {
    byte[] piece = new byte[PIECE];
    while (true) {
      try {
        int length = take(piece);
        if (length == 0) {
          return;
        }
        try {
          sink.write(piece, 0, length);
          sink.flush();
        } finally {
          written();
        }
        logLost();
      } catch (InterruptedException e) {
        // By a plugin that interrupts all threads: it waits again.
      } catch (IOException e) {
        // The reader has gone: the next line is tried all the same. There is nowhere to say so.
      } catch (Throwable e) {
        // Ends the server, and goes on: the reason is still to be written.
        Thread own = Thread.currentThread();
        own.getUncaughtExceptionHandler().uncaughtException(own, e);
      }
    }
  }

  /// Waits for bytes; none are left once it is closed.
  private synchronized int take(byte[] piece) throws InterruptedException {
    while (size == 0 && !closed) {
      wait();
    }
    int length = Math.min(size, piece.length);
    for (int i = 0; i < length; i++) {
      piece[i] = ring[(first + i) % ring.length];
    }
    first = (first + length) % ring.length;
    size -= length;
    writing = length > 0;
    return length;
  }

  private synchronized void written() {
    writing = false;
    notifyAll();
  }

  /// Says what was lost, when there is room for it. By the log, so it comes back into the queue.
  private void logLost() {
    long count;
    synchronized (this) {
      if (lost == 0 || size > ring.length / 2) {
        return;
      }
      count = lost;
      lost = 0;
    }
    LOG.log(Level.WARNING, "event=log-lines-lost stream=" + name + " count=" + count);
  }
}
