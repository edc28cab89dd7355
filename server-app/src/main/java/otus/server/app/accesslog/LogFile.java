package otus.server.app.accesslog;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// The file of an access log. Written by the thread of its queue; any thread may reopen or close
/// it. A write that fails, as on a full disk, is retried every second from the byte that was not
/// written, while the queue fills up.
final class LogFile extends OutputStream {
  private static final Logger LOG = System.getLogger(LogFile.class.getName());
  private static final long PAUSE_MILLIS = 1000;

  /// Failures are logged at the first retry, and then once in this number of retries.
  private static final int LOGGED = 60;

  private final Path path;

  // Under the lock of this object.
  private FileChannel channel;
  private boolean closed;

  /// The channel of the last write. Used by the writer only.
  private FileChannel written;

  private LogFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
    written = channel;
  }

  /// Opens a file, which is created if it does not exist.
  static LogFile open(Path path) throws IOException {
    return new LogFile(path, channel(path));
  }

  private static FileChannel channel(Path path) throws IOException {
    if (!Files.exists(path) || Files.isRegularFile(path)) {
      FileChannel file = FileChannel.open(path, CREATE, WRITE, APPEND);
      endLine(path, file);
      return file;
    }
    if (Files.isDirectory(path)) {
      throw new IOException("it is a directory");
    }
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    // Opening a pipe to write would wait for a reader; Linux does not wait if it is also read.
    return attributes.isOther() && isPipe(path)
        ? FileChannel.open(path, READ, WRITE)
        : FileChannel.open(path, WRITE);
  }

  private static boolean isPipe(Path path) throws IOException {
    int mode = (int) Files.getAttribute(path, "unix:mode");
    return (mode & 0xf000) == 0x1000; // S_IFMT, S_IFIFO of stat(2)
  }

  /// Ends the last line of a file, if a crash or a full disk has cut it off.
  private static void endLine(Path path, FileChannel file) {
    try (FileChannel in = FileChannel.open(path, READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      if (in.size() > 0 && in.read(last, in.size() - 1) == 1 && last.get(0) != '\n') {
        file.write(ByteBuffer.wrap(new byte[] {'\n'}));
      }
    } catch (IOException e) {
      // Not readable, or full: then the next line continues that one.
    }
  }

  /// Opens the path again, and closes the former file, which unblocks a blocked write. If the path
  /// cannot be opened, the former file stays in use.
  void reopen() throws IOException {
    FileChannel next = channel(path);
    FileChannel former;
    synchronized (this) {
      former = closed ? next : channel;
      channel = next;
      notifyAll();
    }
    former.close();
  }

  @Override
  public void write(int octet) {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    int failures = 0;
    while (at < end) {
      FileChannel current = current();
      if (current == null) {
        return;
      }
      if (current != written) {
        at = lineStart(bytes, offset, at); // the file was reopened: its first line must be whole
        written = current;
      }
      try {
        at += current.write(ByteBuffer.wrap(bytes, at, end - at));
        if (failures > 0) {
          LOG.log(Level.INFO, "event=access-log-recovered path=" + LogValue.of(path));
          failures = 0;
        }
      } catch (IOException e) {
        if (current == current()) {
          failed(e, failures++);
          pause(current);
        }
      }
    }
  }

  private synchronized @Nullable FileChannel current() {
    return closed ? null : channel;
  }

  private static int lineStart(byte[] bytes, int offset, int at) {
    int start = at;
    while (start > offset && bytes[start - 1] != '\n') {
      start--;
    }
    return start;
  }

  private void failed(IOException e, int failures) {
    if (failures % LOGGED == 0) {
      LOG.log(
          Level.WARNING,
          "event=access-log-failed path="
              + LogValue.of(path)
              + " reason="
              + LogValue.of(e)
              + " retry=1s");
    }
  }

  private void pause(FileChannel failed) {
    var _ = Thread.interrupted(); // an interrupt, as by a plugin, has closed the channel
    try {
      synchronized (this) {
        if (channel == failed && !closed) {
          wait(PAUSE_MILLIS);
        }
      }
      if (!failed.isOpen() && failed == current()) {
        reopen();
      }
    } catch (InterruptedException | IOException e) {
      // The next write fails again, and is logged.
    }
  }

  @Override
  public void close() throws IOException {
    FileChannel last;
    synchronized (this) {
      closed = true;
      last = channel;
      notifyAll();
    }
    last.close();
  }
}
