package otus.server.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The runtime image of this build, and processes started from it.
///
/// @param home directory of the image
record Image(Path home) {

  /// The image of this build; failsafe sets its path as a system property.
  static Image built() {
    String home = System.getProperty("otus.image");
    if (home == null) {
      throw new AssertionError("run by failsafe, which sets otus.image");
    }
    return new Image(Path.of(home));
  }

  String launcher() {
    return home.resolve("bin").resolve("otus-server").toString();
  }

  String java() {
    return home.resolve("bin").resolve("java").toString();
  }

  /// Runs the launcher until it ends.
  Result run(String... line) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(line));
    return run(command);
  }

  /// Runs a command until it ends.
  static Result run(List<String> command) throws Exception {
    return start(command, Map.of()).end();
  }

  /// Starts a command. Closing the result kills the process.
  static Started start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("OTUS_JAVA_OPTS");
    builder.environment().putAll(environment);
    return new Started(builder.start());
  }

  /// The exit code and the output lines of a process.
  record Result(int code, List<String> out, List<String> err) {}

  /// A running process and its output.
  static final class Started implements AutoCloseable {
    private final Process process;
    private final OutputLines out = new OutputLines();
    private final CompletableFuture<String> err;

    private Started(Process process) throws IOException {
      this.process = process;
      process.getOutputStream().close();
      Thread.ofPlatform().daemon().start(() -> copy(process.getInputStream(), out));
      err = new CompletableFuture<>();
      Thread.ofPlatform().daemon().start(() -> err.complete(text(process.getErrorStream())));
    }

    /// Reads the banner of one address.
    URI url() throws InterruptedException {
      for (String line = out.next(); ; line = out.next()) {
        if (line.startsWith("  http")) {
          return URI.create(line.strip().split(" ", 2)[0]);
        }
      }
    }

    /// The next line on standard output.
    String line() throws InterruptedException {
      return out.next();
    }

    /// Closes the reading end of standard output.
    void closeOutput() throws IOException {
      process.getInputStream().close();
    }

    void signal(String name) throws Exception {
      String pid = String.valueOf(process.pid());
      // The shell's built-in kill, since not every system has an executable.
      int code = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid).start().waitFor();
      if (code != 0) {
        throw new AssertionError("kill -s " + name + " failed: " + code);
      }
    }

    /// Runs a shell script with the process id as `$0`.
    void script(String script) throws Exception {
      String pid = String.valueOf(process.pid());
      new ProcessBuilder("sh", "-c", script, pid).start().waitFor();
    }

    /// Waits until the process ends.
    Result end() throws Exception {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        close();
        throw new AssertionError("it does not end; so far: " + out.rest());
      }
      List<String> errors = err.get(30, TimeUnit.SECONDS).lines().toList();
      return new Result(process.exitValue(), out.toEnd(), errors);
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }

    private static void copy(InputStream in, OutputLines lines) {
      try (var sink = lines.stream()) {
        in.transferTo(sink);
      } catch (IOException e) {
        return; // closed by a test
      } finally {
        lines.end();
      }
    }

    private static String text(InputStream in) {
      try {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
