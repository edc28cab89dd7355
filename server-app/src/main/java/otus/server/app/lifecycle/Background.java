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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import otus.server.app.config.UsageException;

/// Starts a server in the background and waits until it serves. Its output is appended to a file
/// beside the pid file, or is that of this process if a service manager reads that. Main thread
/// only.
///
/// @param pidFile the path of the pid file
/// @param environment the variables of this process
record Background(Path pidFile, Map<String, String> environment) {
  private static final long POLL_MILLIS = 20;
  private static final String PREFIX = "otus-server: ";

  /// The path of the file for output: that of the pid file, with `.log` in the place of `.pid`.
  static Path log(Path pidFile) {
    return Path.of(pidFile.toString().replaceFirst("\\.pid$", "") + ".log");
  }

  private boolean inherits() {
    return environment.containsKey("JOURNAL_STREAM")
        || environment.containsKey(ServiceManager.VARIABLE);
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
    builder.redirectOutput(inherits() ? Redirect.INHERIT : Redirect.appendTo(log));
    builder.redirectError(inherits() ? Redirect.INHERIT : Redirect.appendTo(log));
    Process process;
    try {
      if (!inherits() && !Files.exists(log.toPath())) {
        Files.createFile(log.toPath());
      }
      process = builder.start();
    } catch (IOException e) {
      int code = e instanceof AccessDeniedException ? Verbs.FORBIDDEN : 1;
      throw new UsageException(code, "cannot start a server: " + reason(e));
    }
    await(process, before);
    return process.pid();
  }

  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NoSuchFileException missing -> missing.getFile() + ": no such directory";
      default -> String.valueOf(e.getMessage());
    };
  }

  private void await(Process process, long before) throws InterruptedException {
    RunningServer server = new RunningServer(pidFile);
    while (true) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new UsageException(process.exitValue(), lastLine(before, process.exitValue()));
      }
      if (Files.exists(ControlSocket.path(pidFile))) {
        RunningServer.Status status = server.status();
        if (status != null && status.value("pid").equals(String.valueOf(process.pid()))) {
          return;
        }
      }
    }
  }

  /// The last message of the server that has ended.
  private String lastLine(long before, int code) {
    String otherwise = "the server ended with code " + code;
    if (inherits()) {
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
