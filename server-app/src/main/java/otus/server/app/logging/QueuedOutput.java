package otus.server.app.logging;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/// A standard stream that does not block its writers while the server serves: a terminal stopped
/// with Ctrl-S, or a pipe that is not read, must not block event loops. After [#begin], output goes
/// into a bounded queue, and a daemon thread writes it to the stream. If the queue is full, lines
/// are dropped, and their number is logged when there is room again. Before [#begin], output is
/// written directly. Owned by `Main`; any thread.
///
/// The queue is a ring buffer, allocated by [#begin], so that logging needs no memory when memory
/// runs out. Only whole lines are dropped: a partial line in the queue is ended first, and the
/// queue accepts output again at the start of a line.
///
/// An error in the writer thread is passed to its uncaught exception handler, and the thread
/// continues.
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

  /// Whether the writer thread has taken bytes that it has not written yet.
  private boolean writing;

  private long lost;
  private boolean losing;

  /// Whether the last byte in the queue ends a line.
  private boolean lineEnded = true;

  /// Whether the last lost byte ends a line.
  private boolean lostLineEnded = true;

  /// @param name name of the stream, for the log
  /// @param sink the stream itself; this object becomes its only writer
  public QueuedOutput(String name, OutputStream sink) {
    this.name = name;
    this.sink = sink;
  }

  /// Starts the queue and its writer thread.
  public synchronized void begin() {
    ring = new byte[SIZE];
    Thread.ofPlatform().daemon().name("otus-" + name).start(this);
    started = true;
  }

  /// Waits until the queue is written, or the timeout expires.
  public synchronized void await(Duration timeout) {
    long left = timeout.toMillis();
    try {
      while ((size > 0 || writing) && left > 0) {
        long turn = Math.min(left, 10);
        wait(turn); // no clock is read, so an early wake-up counts as the whole time
        left -= turn;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends the writer thread when the queue is written. Later output is lost.
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
    // One byte stays free for the line feed that ends a partial line.
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
        // Only a plugin that interrupts all threads does this: continue.
      } catch (IOException e) {
        // The reader is gone, so this cannot be reported. Still try the next line.
      } catch (Throwable e) {
        // The handler stops the server. Continue, so that its reason is still written.
        Thread own = Thread.currentThread();
        own.getUncaughtExceptionHandler().uncaughtException(own, e);
      }
    }
  }

  /// Waits for bytes in the queue and takes them.
  ///
  /// @return the number of bytes, 0 if this is closed and the queue is empty
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

  /// Logs the number of lost lines once there is room. The log line may go into this queue itself.
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
