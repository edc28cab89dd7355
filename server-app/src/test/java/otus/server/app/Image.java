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

/// The runtime image that the build made, and processes started from it.
///
/// @param home its folder
record Image(Path home) {

  /// The image of this build, of which failsafe says where it is.
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

  /// Runs the launcher to its end.
  Result run(String... line) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher()));
    command.addAll(List.of(line));
    return run(command);
  }

  /// Runs a command to its end.
  static Result run(List<String> command) throws Exception {
    return start(command, Map.of()).end();
  }

  /// Starts a command, which is killed if a test ends without it.
  static Started start(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("OTUS_JAVA_OPTS");
    builder.environment().putAll(environment);
    return new Started(builder.start());
  }

  /// What came of a process.
  record Result(int code, List<String> out, List<String> err) {}

  /// A process, and what it says.
  static final class Started implements AutoCloseable {
    private final Process process;
    private final Lines out = new Lines();
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
        if (line.startsWith("  http://")) {
          return URI.create(line.strip().split(" ", 2)[0]);
        }
      }
    }

    /// The next line on standard output.
    String line() throws InterruptedException {
      return out.next();
    }

    /// Nobody reads on.
    void closeOutput() throws IOException {
      process.getInputStream().close();
    }

    void signal(String name) throws Exception {
      String pid = String.valueOf(process.pid());
      // The one of the shell: not every system has one beside it.
      int code = new ProcessBuilder("sh", "-c", "kill -s " + name + " " + pid).start().waitFor();
      if (code != 0) {
        throw new AssertionError("kill -s " + name + " failed: " + code);
      }
    }

    /// Runs a shell script with the process id of this one as `$0`.
    void script(String script) throws Exception {
      String pid = String.valueOf(process.pid());
      new ProcessBuilder("sh", "-c", script, pid).start().waitFor();
    }

    /// Waits for the end.
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

    private static void copy(InputStream in, Lines lines) {
      try (var sink = lines.stream()) {
        in.transferTo(sink);
      } catch (IOException e) {
        return; // a test closed it
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
