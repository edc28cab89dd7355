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
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /// The lines of the answer to `status`.
  ///
  /// @param lines a word, a space and a value each
  record Status(List<String> lines) {

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

  /// Returns the process, if it runs.
  ///
  /// @throws UsageException if the pid file belongs to another user than the process: then
  ///     somebody may want a signal to be sent to it
  Optional<ProcessHandle> process() {
    PidFile.State state = state();
    if (!state.held()) {
      return Optional.empty();
    }
    Optional<ProcessHandle> process = ProcessHandle.of(state.pid());
    String user = process.flatMap(each -> each.info().user()).orElse("");
    String owner = owner();
    if (!user.isEmpty() && !owner.isEmpty() && !user.equals(owner)) {
      throw new UsageException(
          Verbs.FORBIDDEN,
          "the pid file "
              + pidFile
              + " belongs to "
              + owner
              + ", but process "
              + state.pid()
              + " to "
              + user);
    }
    return process;
  }

  private String owner() {
    try {
      return Files.getOwner(pidFile).getName();
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }

  /// Sends a command to the control socket.
  ///
  /// @return the lines of the answer, or null if no server answers
  /// @throws UsageException if the server belongs to another user
  @Nullable List<String> ask(String command) {
    Path socket = ControlSocket.path(pidFile);
    try (LocalSocket connection = LocalSocket.connect(socket, TIMEOUT)) {
      connection.writeLine(ControlSocket.GREETING + command);
      List<String> lines = new ArrayList<>();
      for (String line = connection.readLine(); line != null; line = connection.readLine()) {
        lines.add(line);
      }
      return lines;
    } catch (SystemCallException e) {
      if (e.isForbidden()) {
        throw new UsageException(
            Verbs.FORBIDDEN,
            "no permission: the server of " + pidFile + " belongs to another user");
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  /// Asks for the status.
  ///
  /// @return the status, or null if no server answers
  @Nullable Status status() {
    List<String> lines = ask("status");
    return lines == null || lines.isEmpty() ? null : new Status(lines);
  }
}
