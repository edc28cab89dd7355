package otus.server.app.lifecycle;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.UsageException;
import otus.server.loop.linux.LocalSocket;
import otus.server.loop.linux.Processes;

/// The pid file and the control socket of a running server, its part in a handover, and its
/// messages to a service manager. Owned by `Program`; main thread only, except [#stopping],
/// [#reload] and [#abandon].
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Lifecycle.class.getName());

  /// Enough for the main thread to finish a file, unless the file system hangs.
  private static final Duration ABANDON_TIMEOUT = Duration.ofSeconds(1);

  private final Optional<Path> path;
  private final ServiceManager manager;
  private final @Nullable InheritedSockets inherited;
  private @Nullable PidFile pidFile;
  private @Nullable LocalSocket prepared;
  private volatile @Nullable ControlSocket control;

  /// Guards the creation and the removal of files. [#abandon] keeps it.
  private final ReentrantLock files = new ReentrantLock();

  private Lifecycle(
      Optional<Path> path, ServiceManager manager, @Nullable InheritedSockets inherited) {
    this.path = path;
    this.manager = manager;
    this.inherited = inherited;
  }

  /// Leaves the terminal, if this process was started in the background.
  public static void detach() {
    try {
      Processes.newSession();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "event=session-not-left", e);
    }
  }

  /// Reads what the environment says; creates no file.
  ///
  /// @param pidFile the path of the pid file
  /// @param inherited the sockets that another process has passed, or null
  /// @param ticker the monotonic clock in nanoseconds
  public static Lifecycle of(
      Optional<Path> pidFile,
      @Nullable InheritedSockets inherited,
      Map<String, String> environment,
      LongSupplier ticker) {
    Takeover takeover = inherited == null ? null : inherited.takeover();
    String socket = environment.get(ServiceManager.VARIABLE);
    if (takeover != null && takeover.notifySocket() != null) {
      socket = takeover.notifySocket();
    }
    return new Lifecycle(pidFile, new ServiceManager(emptyAsNull(socket), ticker), inherited);
  }

  /// Creates the pid file and the control socket; if this server replaces another one, under other
  /// names, so that it need not take over if they cannot be created.
  ///
  /// @throws UsageException if another server runs with it, or it cannot be written
  public void begin() {
    files.lock();
    try {
      path.ifPresent(this::prepare);
    } finally {
      files.unlock();
    }
  }

  private void prepare(Path file) {
    boolean replaces = inherited != null && inherited.takeover() != null;
    ControlSocket.check(file);
    pidFile = replaces ? PidFile.prepare(file) : PidFile.claim(file);
    try {
      prepared = ControlSocket.prepare(file);
    } catch (IOException e) {
      close();
      throw new UsageException(1, "cannot create the control socket: " + e.getMessage());
    }
  }

  private static @Nullable String emptyAsNull(@Nullable String socket) {
    return socket == null || socket.isEmpty() ? null : socket;
  }

  /// Removes the files of this process, which ends at once, and keeps the main thread from creating
  /// further ones. Any thread.
  public void abandon() {
    try {
      if (files.tryLock(ABANDON_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "event=pid-file-not-removed", e);
    }
  }

  /// The server accepts connections: takes over from the former one, opens the control socket, and
  /// tells the service manager.
  ///
  /// @param status one line about the server
  /// @param warnings receives one line for each problem that does not keep the server from serving
  /// @return whether the server may go on; otherwise the former one was stopped meanwhile
  public boolean serving(ControlActions actions, String status, Consumer<String> warnings) {
    Takeover takeover = inherited == null ? null : inherited.takeover();
    if (takeover != null && !takeover.confirm()) {
      return false;
    }
    if (inherited != null) {
      inherited
          .closeUnused()
          .forEach(name -> warnings.accept("closed the inherited socket " + name + ": not used"));
    }
    files.lock();
    try {
      if (takeover != null && pidFile != null) {
        pidFile.replace();
      }
      LocalSocket socket = prepared;
      if (path.isPresent() && socket != null) {
        control = ControlSocket.open(socket, path.get(), actions, manager);
        prepared = null;
      }
    } catch (IOException e) {
      warnings.accept("cannot write the pid file or its socket: " + e.getMessage());
    } finally {
      files.unlock();
    }
    if (takeover != null) {
      takeover.close();
    }
    manager.ready(status);
    return true;
  }

  /// Tells the service manager that a reload is running.
  public <T> T reload(Supplier<T> action) {
    manager.reloading();
    try {
      return action.get();
    } finally {
      manager.ready("serving");
    }
  }

  /// Tells the service manager, and a new server that is about to take over, that this one stops.
  /// Any thread.
  public void stopping() {
    ControlSocket open = control;
    if (open != null) {
      open.refuse();
    }
    manager.stopping();
  }

  /// Removes the pid file and the control socket, unless a new server has replaced them.
  @Override
  public void close() {
    files.lock();
    try (PidFile _ = pidFile;
        ControlSocket _ = control) {
      LocalSocket unused = prepared;
      if (unused != null && path.isPresent()) {
        ControlSocket.discard(unused, path.get());
        prepared = null;
      }
    } finally {
      files.unlock();
    }
  }
}
