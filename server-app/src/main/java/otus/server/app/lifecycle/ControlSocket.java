package otus.server.app.lifecycle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.UsageException;
import otus.server.app.listen.OwnFile;
import otus.server.loop.linux.Descriptors;
import otus.server.loop.linux.LocalSocket;
import otus.server.loop.linux.Processes;

/// The Unix socket beside the pid file, by which the verbs ask the server, and by which a new
/// server takes over. Only processes of the same user, and of root, are served. Owned by
/// [Lifecycle]; a thread accepts, and one more serves each connection.
final class ControlSocket implements AutoCloseable {
  /// The begin of the first line of each connection, with the version of the protocol.
  static final String GREETING = "otus-control 1 ";

  private static final Logger LOG = System.getLogger(ControlSocket.class.getName());
  private static final String SUFFIX = ".sock";

  /// The maximum length of a path: `sun_path` has 108 bytes, with a 0, and the socket first gets a
  /// longer name.
  private static final int MAX_PATH = 107 - 11;

  private static final String STOPPED = "refused the server to be replaced was stopped meanwhile";

  private static final String THREAD = "otus-control";

  /// Each connection has a thread and a descriptor; further ones are closed at once.
  private static final int MAX_CONNECTIONS = 32;

  /// The time in which a process must send its command.
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final LocalSocket listening;
  private final OwnFile file;
  private final ControlActions actions;
  private final ServiceManager manager;
  private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
  private volatile boolean ended;

  /// The process id of the server that takes over, or 0.
  private final AtomicInteger handingOver = new AtomicInteger();

  private volatile @Nullable LocalSocket successor;
  private volatile boolean stopping;

  private ControlSocket(
      LocalSocket listening, Path path, ControlActions actions, ServiceManager manager)
      throws IOException {
    this.listening = listening;
    this.file = OwnFile.at(path);
    this.actions = actions;
    this.manager = manager;
  }

  /// The path of the socket for a pid file.
  static Path path(Path pidFile) {
    return Path.of(pidFile + SUFFIX);
  }

  /// Checks that the socket can be created.
  ///
  /// @throws UsageException if not
  static void check(Path pidFile) {
    int length = path(pidFile).toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > MAX_PATH) {
      throw new UsageException(
          1, "the path of the pid file is longer than " + (MAX_PATH - SUFFIX.length()) + " bytes");
    }
    Path directory = pidFile.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new UsageException(1, "cannot write the pid file " + pidFile + ": no such directory");
    }
    if (!Files.isWritable(directory)) {
      throw new UsageException(
          Verbs.FORBIDDEN, "cannot write the pid file " + pidFile + ": permission denied");
    }
  }

  /// Creates the socket under another name. No other process does so at the same time: either this
  /// one has locked the pid file, or the former server hands over to this one only.
  static LocalSocket prepare(Path pidFile) throws IOException {
    return LocalSocket.listen(prepared(pidFile));
  }

  /// Removes a socket that was not opened.
  static void discard(LocalSocket prepared, Path pidFile) {
    prepared.close();
    try {
      Files.deleteIfExists(prepared(pidFile));
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=control-socket-not-removed", e);
    }
  }

  private static Path prepared(Path pidFile) {
    return Path.of(path(pidFile) + ".new");
  }

  /// Gives the socket its name, in the place of that of a former server, and starts the thread.
  static ControlSocket open(
      LocalSocket prepared, Path pidFile, ControlActions actions, ServiceManager manager)
      throws IOException {
    Path path = path(pidFile);
    Files.move(prepared(pidFile), path, StandardCopyOption.ATOMIC_MOVE);
    ControlSocket control = new ControlSocket(prepared, path, actions, manager);
    begin(control::acceptAll);
    return control;
  }

  private static void begin(Runnable task) {
    Thread.ofPlatform().daemon().name(THREAD).start(task);
  }

  private void acceptAll() {
    try {
      while (!ended) {
        accept();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "event=control-socket-closed", e); // is interrupted nowhere
    } finally {
      end(true);
    }
  }

  /// Serves the next connection. If there are no descriptors left, tries again later.
  private void accept() throws InterruptedException {
    LocalSocket connection;
    try {
      connection = listening.accept();
    } catch (IOException e) {
      if (!ended) {
        LOG.log(Level.DEBUG, "event=control-socket-not-accepted", e);
        Thread.sleep(PAUSE);
      }
      return;
    }
    if (free.tryAcquire()) {
      begin(() -> serve(connection));
    } else {
      connection.close();
    }
  }

  /// Ends accepting. Only the thread that accepts closes the socket; otherwise its number could
  /// stand for another one while that thread accepts.
  private synchronized void end(boolean close) {
    ended = true;
    try {
      listening.shutdown();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=control-socket-failed", e);
    }
    if (close) {
      listening.close();
    }
  }

  private void serve(LocalSocket connection) {
    try (connection) {
      connection.timeout(COMMAND_TIMEOUT);
      int user = connection.peer().uid();
      String line = connection.readLine();
      if (user != 0 && user != Processes.user()) {
        connection.writeLine("refused the process belongs to another user");
      } else if (line != null && line.startsWith(GREETING)) {
        answer(connection, line.substring(GREETING.length()));
      } else if (line != null) {
        connection.writeLine("refused the running server has another version");
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=control-connection-failed", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "event=control-connection-failed", e);
    } finally {
      free.release();
    }
  }

  private void answer(LocalSocket connection, String command) throws IOException {
    switch (command) {
      case "status" -> {
        for (String line : actions.status().get()) {
          connection.writeLine(line);
        }
      }
      case "reload" -> connection.writeLine(actions.reload().get());
      case "handover" -> {
        int other = handingOver.compareAndExchange(0, connection.peer().pid());
        if (other != 0) {
          connection.writeLine("refused another restart is in progress (pid " + other + ")");
          return;
        }
        handOver(connection);
      }
      default -> connection.writeLine("refused unknown command " + command);
    }
  }

  /// Lets a new server take over, unless this one is being stopped.
  private void handOver(LocalSocket connection) throws IOException {
    int pid = connection.peer().pid();
    LOG.log(Level.INFO, "event=handover-begun to=" + pid);
    boolean done = false;
    try {
      connection.timeout(Duration.ZERO); // the new server may take long to start
      successor = connection; // before that is read: of two threads at least one refuses
      boolean ready = !stopping && isReady(connection);
      done = ready && actions.handOver().getAsBoolean();
      if (!done && (ready || stopping)) {
        connection.writeLine(STOPPED);
      }
      if (done) {
        LOG.log(Level.INFO, "event=handed-over to=" + pid);
        manager.replacedBy(pid);
        connection.writeLine("yours");
      }
    } finally {
      successor = null;
      if (!done) {
        LOG.log(Level.WARNING, "event=handover-failed to=" + pid);
        handingOver.set(0);
      }
    }
  }

  /// Passes the sockets, and waits until the new server serves.
  private boolean isReady(LocalSocket connection) throws IOException {
    pass(connection);
    return "serving".equals(connection.readLine());
  }

  /// Tells a new server that waits for the handover not to serve, since this one is being stopped.
  /// If this one is killed instead, the new one sees the end of the connection, and serves.
  void refuse() {
    stopping = true;
    LocalSocket waiting = successor;
    try {
      if (waiting != null) {
        waiting.writeLine(STOPPED);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=handover-not-refused", e); // the new one has ended
    }
  }

  private void pass(LocalSocket connection) throws IOException {
    for (ControlActions.Listening each : actions.sockets().get()) {
      String line =
          "socket "
              + (each.given() ? "given " : "own ")
              + (each.admin() ? InheritedSocket.ADMIN : "-")
              + " "
              + InheritedSocket.name(each.configured());
      for (int descriptor : Descriptors.listening(each.bound())) {
        connection.writeLine(line, descriptor);
      }
    }
    String notify = manager.socket();
    if (notify != null) {
      connection.writeLine("notify " + notify);
    }
    connection.writeLine("end");
  }

  /// Stops listening, which ends the thread, and removes the file unless another process has
  /// replaced it.
  @Override
  public void close() {
    try {
      end(false);
      file.delete();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=control-socket-not-removed", e);
    }
  }
}
