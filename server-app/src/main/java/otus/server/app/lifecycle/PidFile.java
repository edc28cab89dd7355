package otus.server.app.lifecycle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import otus.server.api.fields.LogValue;
import otus.server.app.config.UsageException;
import otus.server.app.listen.OwnFile;
import otus.server.loop.linux.LockedFile;

/// The file with the id of this process. This process holds a lock on it as long as it runs, so a
/// file that a killed process has left is not mistaken, even if its number is used again. Owned by
/// [Lifecycle]; main thread only.
///
/// The file is written and locked under another name first, so it is never seen empty or unlocked.
final class PidFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(PidFile.class.getName());

  private final Path path;
  private final LockedFile lock;
  private final OwnFile file;

  private PidFile(Path path, LockedFile lock, OwnFile file) {
    this.path = path;
    this.lock = lock;
    this.file = file;
  }

  /// A pid file as another process sees it.
  ///
  /// @param pid the number in it, or -1 if there is no file, or another content
  /// @param exists whether there is a file
  /// @param held whether its process runs
  record State(long pid, boolean exists, boolean held) {}

  /// Reads a pid file.
  ///
  /// @throws UsageException if this process may not read it
  static State read(Path path) {
    try {
      while (true) {
        OwnFile found = OwnFile.at(path);
        String number = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        boolean held = LockedFile.isLocked(path);
        if (found.isPresent()) { // otherwise another server has replaced it
          long pid = number.matches("[0-9]{1,10}") ? Long.parseLong(number) : -1;
          return new State(pid, true, held);
        }
      }
    } catch (NoSuchFileException e) {
      return new State(-1, false, false);
    } catch (IOException e) {
      throw refused("read", path, e);
    }
  }

  /// Creates the file for this process.
  ///
  /// @throws UsageException if another server runs with it, or it cannot be written
  static PidFile claim(Path path) {
    try {
      PidFile made = write(path);
      try {
        made.publish();
        return made;
      } catch (IOException | RuntimeException | Error e) {
        made.lock.close();
        throw e;
      } finally {
        Files.deleteIfExists(made(path));
      }
    } catch (IOException e) {
      throw refused("write", path, e);
    }
  }

  /// Creates the file under another name, to replace that of the former server later.
  ///
  /// @throws UsageException if it cannot be written
  static PidFile prepare(Path path) {
    try {
      return write(path);
    } catch (IOException e) {
      throw refused("write", path, e);
    }
  }

  /// Replaces the file of the former server by the prepared one.
  void replace() throws IOException {
    Files.move(made(path), path, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path made(Path path) {
    return Path.of(path + "." + ProcessHandle.current().pid());
  }

  private static PidFile write(Path path) throws IOException {
    Path made = made(path);
    Files.deleteIfExists(made); // of a killed process of the same number, as in a container
    String text = ProcessHandle.current().pid() + "\n";
    try {
      Files.writeString(made, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      LockedFile lock = LockedFile.lock(made);
      if (lock == null) {
        throw new IOException("another process has locked " + made);
      }
      return new PidFile(path, lock, OwnFile.at(made).movedTo(path));
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(made); // also if the disk is full
      throw e;
    }
  }

  /// Gives the file its name if no other server has it. A link fails if the name exists, so of two
  /// servers that start at once one fails.
  private void publish() throws IOException {
    try {
      Files.createLink(path, made(path));
    } catch (FileAlreadyExistsException e) {
      replaceStale();
    }
  }

  private void replaceStale() throws IOException {
    OwnFile found = OwnFile.at(path);
    try (LockedFile stale = LockedFile.lock(path)) {
      if (stale == null || !found.isPresent()) {
        throw new UsageException(1, running(read(path).pid(), path));
      }
      Files.move(made(path), path, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  static String running(long pid, Path path) {
    return "already running (pid " + pid + ", pid file " + path + ")";
  }

  private static UsageException refused(String action, Path path, IOException e) {
    boolean forbidden = e instanceof AccessDeniedException;
    String reason =
        forbidden
            ? "permission denied"
            : e instanceof NoSuchFileException
                ? "no such directory"
                : String.valueOf(e.getMessage());
    int code = forbidden ? Verbs.FORBIDDEN : 1;
    return new UsageException(code, "cannot " + action + " the pid file " + path + ": " + reason);
  }

  /// Removes the file unless another process has replaced it, and releases the lock. A file that
  /// was only prepared is removed, too.
  @Override
  public void close() {
    try (lock) {
      file.delete();
      Files.deleteIfExists(made(path));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "event=pid-file-not-removed path=" + LogValue.of(path), e);
    }
  }
}
