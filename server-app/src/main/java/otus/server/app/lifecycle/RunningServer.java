package otus.server.app.lifecycle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import otus.server.app.config.UsageException;
import otus.server.loop.linux.LocalSocket;
import otus.server.loop.linux.SystemCallException;

/// A server as the verbs see it: by its pid file and its control socket. Main thread only.
///
/// @param pidFile the path of its pid file
record RunningServer(Path pidFile) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RELOAD_TIMEOUT = Duration.ofSeconds(30);
  private static final int TRIES = 50;
  private static final int POLL_MILLIS = 20;
  private static final int NONE = -1;

  /// The lines of the answer to `status`.
  ///
  /// @param lines a word, a space and a value each; none if the server has not answered in time
  record Status(List<String> lines) {

    boolean isSilent() {
      return lines.isEmpty();
    }

    boolean isStopping() {
      return value("state").equals("stops");
    }

    /// The value of a word, or an empty string if it is missing.
    String value(String word) {
      return values(word).stream().findFirst().orElse("");
    }

    List<String> values(String word) {
      return lines.stream()
          .filter(line -> line.startsWith(word + " "))
          .map(line -> line.substring(word.length() + 1))
          .toList();
    }
  }

  PidFile.State state() {
    return PidFile.read(pidFile);
  }

  /// Returns whether the server has ended without removing its pid file.
  boolean isKilled() {
    PidFile.State state = state();
    return state.exists() && !state.held();
  }

  /// Returns the process, if it runs. The number in the pid file is not trusted: the process must
  /// be the one that listens on the control socket, as the kernel knows it. Tries again for a
  /// second, since a restart replaces file and socket one after the other.
  ///
  /// @throws UsageException if it is another process, or belongs to another user than the pid file:
  ///     then somebody may want a signal to be sent to it
  Optional<ProcessHandle> process() throws InterruptedException {
    for (int tries = 1; ; tries++) {
      PidFile.State state = state();
      if (!state.held()) {
        return Optional.empty();
      }
      Optional<ProcessHandle> process =
          state.pid() > 0 ? ProcessHandle.of(state.pid()) : Optional.empty();
      process.ifPresent(this::checkOwner);
      int listening = listening();
      if (process.isPresent()
          && (listening == NONE ? isOfThisProgram(process.get()) : listening == state.pid())) {
        return process;
      }
      if (tries == TRIES) {
        throw new UsageException(Verbs.FAILED, mistaken(state.pid(), listening));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private String mistaken(long pid, int listening) {
    String named = pid > 0 ? " names process " + pid : " contains no process id";
    String other =
        switch (listening) {
          case NONE -> ", but its server is another process";
          case 0 -> ", but its server is outside this pid namespace";
          default -> ", but its server is process " + listening;
        };
    return "the pid file " + pidFile + named + other;
  }

  /// Returns the id of the process that listens on the control socket, 0 if it has none in this pid
  /// namespace, or -1 if no process listens, as at the start.
  private int listening() {
    try (LocalSocket connection = LocalSocket.connect(ControlSocket.path(pidFile), TIMEOUT)) {
      return connection.peer().pid();
    } catch (SystemCallException e) {
      checkPermission(e);
      return NONE;
    } catch (IOException e) {
      return NONE;
    }
  }

  private static boolean isOfThisProgram(ProcessHandle process) {
    String own = program(ProcessHandle.current());
    return !own.isEmpty() && own.equals(program(process));
  }

  /// The name of the executable, which an upgrade may have removed.
  private static String program(ProcessHandle process) {
    String path = process.info().command().orElse("");
    return path.substring(path.lastIndexOf('/') + 1).replace(" (deleted)", "");
  }

  private void checkOwner(ProcessHandle process) {
    String user = process.info().user().orElse("");
    String owner = owner();
    if (!user.isEmpty() && !owner.isEmpty() && !user.equals(owner)) {
      throw new UsageException(
          Verbs.FORBIDDEN,
          "the pid file "
              + pidFile
              + " belongs to "
              + owner
              + ", but process "
              + process.pid()
              + " to "
              + user);
    }
  }

  private String owner() {
    try {
      return Files.getOwner(pidFile).getName();
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }

  /// Lets the server reload.
  ///
  /// @return the line of the answer, or null if no server answers
  /// @throws UsageException if the server belongs to another user, or does not answer in time
  @Nullable String reload() {
    try {
      return ask("reload", RELOAD_TIMEOUT).stream().findFirst().orElse(null);
    } catch (SystemCallException e) {
      checkPermission(e);
      if (e.isTimeout()) {
        throw new UsageException(
            Verbs.FAILED, "no result of the reload in time; see the log of the server");
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  /// Asks for the status.
  ///
  /// @return the status, or null if no server answers
  /// @throws UsageException if the server belongs to another user
  @Nullable Status status() {
    try {
      List<String> lines = ask("status", TIMEOUT);
      return lines.isEmpty() ? null : new Status(lines);
    } catch (SystemCallException e) {
      checkPermission(e);
      return e.isTimeout() ? new Status(List.of()) : null;
    } catch (IOException e) {
      return null;
    }
  }

  /// Sends a command to the control socket, and returns the lines of the answer.
  private List<String> ask(String command, Duration timeout) throws IOException {
    Path socket = ControlSocket.path(pidFile);
    try (LocalSocket connection = LocalSocket.connect(socket, timeout)) {
      connection.writeLine(ControlSocket.GREETING + command);
      List<String> lines = new ArrayList<>();
      for (String line = connection.readLine(); line != null; line = connection.readLine()) {
        lines.add(line);
      }
      return lines;
    }
  }

  private void checkPermission(SystemCallException e) {
    if (e.isForbidden()) {
      throw new UsageException(
          Verbs.FORBIDDEN, "no permission: the server of " + pidFile + " belongs to another user");
    }
  }
}
