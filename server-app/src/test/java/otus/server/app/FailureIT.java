package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import otus.server.app.training.TrainingClient;

/// How the process of the image ends if the process itself has a problem.
class FailureIT extends ImageTests {
  /// Starts a server with a plugin at `/p`.
  ///
  /// @param body the expression that the plugin's handler returns
  private Image.Started start(String javaOptions, String body) throws Exception {
    Path plugins = directory.resolve("plugins");
    PluginJar.plugin("planted", body).write(plugins.resolve("planted.jar"));
    Map<String, String> environment = Map.of("OTUS_JAVA_OPTS", javaOptions);
    return start(LAUNCHER, environment, "--plugins", plugins.toString(), "--mount=/p=planted");
  }

  private static void ask(URI url) throws Exception {
    try (TrainingClient client = new TrainingClient(url)) {
      client.send("GET /p HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
  }

  @Test
  void full_heap_ends_the_process_with_code_3_and_one_line() throws Exception {
    String body = "Response.of(new Status(200 + new long[1 << 30].length % 2))";
    try (Image.Started server = start("-Xmx64m", body)) {
      ask(server.url());
      Image.Result result = server.end();
      assertEquals(3, result.code(), result::toString);
      assertEquals(
          List.of("Terminating due to java.lang.OutOfMemoryError: Java heap space"), result.err());
    }
  }

  @Test
  void failed_server_thread_ends_the_process_with_code_70() throws Exception {
    String dies = "() -> { throw new LinkageError(\"planted\"); }";
    String body = "started(Thread.ofPlatform().name(\"otus-planted\").start(" + dies + "))";
    Path plugins = directory.resolve("plugins");
    new PluginJar()
        .descriptor("planted", "requires otus.server.api;", "planted.Provider")
        .source(
            "planted/Provider.java",
            PluginJar.provider("planted", "planted", body)
                .replace(
                    "public Provider() {}",
                    "public Provider() {}\n"
                        + "static Answer started(Thread thread) { return Answer.pass(); }"))
        .write(plugins.resolve("planted.jar"));
    String[] more = {"--plugins", plugins.toString(), "--mount=/p=planted"};
    try (Image.Started server = start(LAUNCHER, Map.of(), more)) {
      ask(server.url());
      Image.Result result = server.end();
      assertEquals(70, result.code(), result::toString);
      String line = "otus-server: failed: a thread of the server ended: ";
      assertTrue(result.err().contains(line + "java.lang.LinkageError: planted"), result::toString);
    }
  }

  /// The JVM starts a thread for each signal. If that fails, the first signals are lost.
  @Test
  void signal_ends_the_process_when_no_thread_can_be_started() throws Exception {
    List<String> launcher = new ArrayList<>(nobody());
    launcher.add(IMAGE.launcher());
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Image.Started server = start(launcher, Map.of())) {
      assertAnswers(server.url());
      // The start ends with this thread, after the banner; without it, the start itself fails.
      server.script(
          "until grep -qsx otus-signals /proc/$0/task/*/comm; do sleep 0.05; done; "
              + "setpriv --reuid=65534 --clear-groups prlimit --pid $0 --nproc=1:1; "
              + "for i in $(seq 50); do kill -TERM $0 || exit 0; sleep 0.5; done");
      assertEquals(143, server.end().code());
    }
  }

  /// The working directory is the default root, so a report in it would be served.
  @Test
  void crash_is_reported_on_standard_error_and_leaves_no_file() throws Exception {
    String there = "ulimit -c unlimited 2>/dev/null; cd \"$0\" && exec \"$@\"";
    List<String> launcher = List.of("sh", "-c", there, site.toString(), IMAGE.launcher());
    try (Image.Started server = start(launcher, Map.of())) {
      assertAnswers(server.url());
      server.signal("SEGV");
      Image.Result result = server.end();
      assertNotEquals(0, result.code());
      assertTrue(result.err().stream().anyMatch(line -> line.contains("SIGSEGV")));
    }
    try (Stream<Path> files = Files.list(site)) {
      assertEquals(List.of(site.resolve("hello.txt")), files.toList());
    }
  }
}
