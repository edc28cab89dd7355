package otus.server.app.lifecycle;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import otus.server.app.config.UsageException;
import otus.server.app.logging.Journal;

/// Starts a server in the background and waits until it serves. Its output is appended to a file
/// beside the pid file, or is that of this process if the journal of systemd reads that. Main
/// thread only.
///
/// @param pidFile the path of the pid file
/// @param environment the variables of this process
/// @param patience the time within which the server must serve
record Background(Path pidFile, Map<String, String> environment, Duration patience) {
  private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(1);
  private static final int OUT = 1;
  private static final int ERR = 2;
  private static final long POLL_MILLIS = 20;
  private static final String PREFIX = "otus-server: ";

  Background(Path pidFile, Map<String, String> environment) {
    this(pidFile, environment, DEFAULT_PATIENCE);
  }

  /// The path of the file for output: that of the pid file, with `.log` in the place of `.pid`.
  static Path log(Path pidFile) {
    return Path.of(pidFile.toString().replaceFirst("\\.pid$", "") + ".log");
  }

  /// Returns whether the journal reads a stream of this process. Its variable alone says nothing:
  /// a pipe that a server kept open would never end for its reader.
  private boolean inherits(int stream) {
    String journal = environment.get("JOURNAL_STREAM");
    return journal != null && Journal.isReader(journal, Path.of("/proc/self/fd/" + stream));
  }

  /// Starts a server.
  ///
  /// @param arguments the arguments of the server
  /// @param takeover whether it takes over from the running one
  /// @return its process id
  /// @throws UsageException if it ends before it serves, with its exit code and its last line
  long start(List<String> arguments, boolean takeover) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "otus-server").toString());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OTUS_PID_FILE", pidFile.toString());
    builder
        .environment()
        .put(
            InheritedSockets.VARIABLE,
            takeover ? InheritedSockets.TAKEOVER + pidFile : InheritedSockets.BACKGROUND);
    File log = log(pidFile).toFile();
    long before = log.length();
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    builder.redirectOutput(inherits(OUT) ? Redirect.INHERIT : Redirect.appendTo(log));
    builder.redirectError(inherits(ERR) ? Redirect.INHERIT : Redirect.appendTo(log));
    Process process;
    try {
      if (!(inherits(OUT) && inherits(ERR)) && !Files.exists(log.toPath())) {
        Files.createFile(log.toPath());
      }
      process = builder.start();
    } catch (IOException e) {
      int code = e instanceof AccessDeniedException ? Verbs.FORBIDDEN : 1;
      throw new UsageException(code, "cannot start a server: " + reason(e));
    }
    await(process, before, takeover);
    return process.pid();
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such directory";
      default -> String.valueOf(e.getMessage());
    };
  }

  /// Waits until a server serves, or ends it if that takes too long.
  void await(Process process, long before, boolean takeover) throws InterruptedException {
    RunningServer server = new RunningServer(pidFile);
    CompletableFuture<Boolean> late =
        new CompletableFuture<Boolean>()
            .completeOnTimeout(true, patience.toMillis(), TimeUnit.MILLISECONDS);
    while (true) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new UsageException(process.exitValue(), lastLine(before, process.exitValue()));
      }
      if (Files.exists(ControlSocket.path(pidFile))) {
        RunningServer.Status status = server.status();
        if (status != null && status.value("pid").equals(String.valueOf(process.pid()))) {
          return;
        }
        if (takeover && status != null && status.value("state").equals(ControlActions.REPLACED)) {
          continue; // it serves already, and is about to open its socket
        }
      }
      if (late.isDone()) {
        process.destroyForcibly().waitFor();
        throw new UsageException(
            Verbs.FAILED,
            "pid "
                + process.pid()
                + " did not serve within "
                + patience.toSeconds()
                + " s and was killed");
      }
    }
  }

  /// The last message of the server that has ended.
  private String lastLine(long before, int code) {
    String otherwise = "the server ended with code " + code;
    if (inherits(ERR)) {
      return otherwise;
    }
    try (RandomAccessFile log = new RandomAccessFile(log(pidFile).toFile(), "r")) {
      log.seek(Math.min(before, log.length()));
      byte[] bytes = new byte[(int) Math.min(64 * 1024, log.length() - log.getFilePointer())];
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(PREFIX))
          .reduce((_, last) -> last)
          .map(line -> line.substring(PREFIX.length()))
          .orElse(otherwise + "; see " + log(pidFile));
    } catch (IOException e) {
      return otherwise;
    }
  }
}
