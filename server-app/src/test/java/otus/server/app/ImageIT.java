package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.cli.HelpText;
import otus.server.app.training.TrainingClient;

/// The runtime image, tested from outside.
class ImageIT extends ImageTests {

  @Test
  void image_prints_its_version() throws Exception {
    Image.Result result = IMAGE.run("--version");
    assertEquals(0, result.code());
    assertTrue(
        result.out().getFirst().matches("otus-server \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.+\\)"),
        () -> result.toString());
    assertEquals(List.of(), result.err());
  }

  @Test
  void image_prints_its_help() throws Exception {
    Image.Result result = IMAGE.run("--help");
    assertEquals(0, result.code());
    assertEquals(HelpText.full().lines().toList(), result.out());
    assertEquals(List.of(), result.err());
  }

  @Test
  void image_explains_a_response() throws Exception {
    Image.Result there =
        IMAGE.run("-r", site.toString(), "--explain", "/hello.txt", "-H", "Range: bytes=1-");
    assertEquals(0, there.code(), there::toString);
    assertEquals("GET /hello.txt", there.out().getFirst());
    assertTrue(there.out().get(2).endsWith("Range requests a part of the file"), there::toString);
    Image.Result missing = IMAGE.run("-r", site.toString(), "--explain", "/.git");
    assertEquals(0, missing.code(), missing::toString);
    assertTrue(missing.out().get(1).matches("404 Not Found +\\.git begins .+"), missing::toString);
    assertEquals(List.of(), missing.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void image_serves_a_file_and_stops_on_a_signal(String signal) throws Exception {
    // Background jobs of a shell ignore SIGINT, and so do all processes that they start.
    List<String> launcher = List.of("env", "--default-signal=INT", IMAGE.launcher());
    try (Image.Started server = start(launcher, Map.of())) {
      assertAnswers(server.url());
      server.signal(signal);
      Image.Result result = server.end();
      assertEquals(0, result.code(), result::toString);
      assertEquals(List.of(), result.err());
      assertTrue(result.out().getLast().startsWith("SIG" + signal), result::toString);
    }
  }

  @Test
  void second_signal_ends_the_process_at_once() throws Exception {
    try (Image.Started server = start("--grace-period", "1h");
        Socket client = stuckDownload(server.url())) {
      server.signal("TERM");
      awaitStopping(server);
      server.signal("TERM");
      assertEquals(143, server.end().code());
      assertTrue(client.isConnected());
    }
  }

  @Test
  void requests_are_cut_off_when_the_grace_period_ends() throws Exception {
    try (Image.Started server = start("--grace-period", "100ms");
        Socket client = stuckDownload(server.url())) {
      server.signal("TERM");
      Image.Result result = server.end();
      assertEquals(0, result.code());
      assertTrue(result.out().getLast().contains("aborted"), result::toString);
      assertTrue(client.isConnected());
    }
  }

  /// Requests more than fits into the socket buffers, and reads only the first byte.
  private Socket stuckDownload(URI url) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(site.resolve("big").toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    Socket client = new Socket(url.getHost(), url.getPort());
    client
        .getOutputStream()
        .write("GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    assertEquals('H', client.getInputStream().read());
    return client;
  }

  private static void awaitStopping(Image.Started server) throws Exception {
    for (String line = server.line(); !line.contains("stopping"); ) {
      line = server.line();
    }
  }

  @Test
  void server_does_not_wait_for_readers_of_its_output() throws Exception {
    try (Image.Started server = start()) {
      URI url = server.url();
      server.closeOutput();
      assertAnswers(url);
      server.signal("TERM");
      assertEquals(0, server.end().code());
    }
  }

  @Test
  void directory_is_listed_with_the_flag() throws Exception {
    Files.writeString(site.resolve("<b> 100%?.txt"), "found");
    try (Image.Started server = start("--browse")) {
      URI url = server.url();
      HttpResponse<String> page = get(url);
      assertEquals(200, page.statusCode());
      String link = "%3Cb%3E%20100%25%3F.txt";
      assertTrue(
          page.body().contains("\"" + link + "\" dir=\"auto\">&lt;b&gt; 100%?.txt</a>"),
          page::body);
      assertEquals("found", get(url.resolve(link)).body());
    }
    try (Image.Started server = start()) {
      assertEquals(404, get(server.url()).statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--frobnicate, unknown option: --frobnicate (try --help)",
    "--port abc, invalid port (0 to 65535): abc",
    "--port, --port needs a value",
    "-p 1 -p 2, --port occurs twice",
    "--workers 0, invalid number of workers (1 to 1024): 0",
    "--bind 192.0.2.1 -p 0, not an address of this machine: 192.0.2.1",
    "--bind no-such-host.invalid, no such address: no-such-host.invalid",
    "--root /no/such/folder, no such directory: /no/such/folder",
    "--grace-period 3, '--grace-period must be a time such as 500ms, 30s or 2m, at most 365d, not"
        + " 3'",
    "--max-body much, '--max-body must be a size such as 4096, 64k or 1g, not much'",
    "--hidden=yes, --hidden takes no value",
    "a b, 'more than one directory: a, b'",
  })
  void usage_error_is_one_line(String line, String message) throws Exception {
    assertUsageError(message, IMAGE.run(line.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--symlinks=sometimes", "--index=a/b"})
  void option_refused_by_the_handler_is_one_line(String flag) throws Exception {
    Image.Result result = IMAGE.run("-p", "0", "-r", site.toString(), flag);
    assertEquals(2, result.code());
    assertEquals(1, result.err().size(), result::toString);
    assertTrue(result.err().getFirst().startsWith("otus-server: "), result::toString);
  }

  @Test
  void root_that_is_a_file_is_one_line() throws Exception {
    Path file = site.resolve("hello.txt");
    assertUsageError("not a directory: " + file, IMAGE.run("-r", file.toString()));
  }

  @Test
  void unreadable_root_is_one_line() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    try {
      assertTrue(closed.toFile().setReadable(false, false), "it stays readable");
      List<String> asker = Files.isReadable(closed) ? nobody() : List.of();
      assertTrue(directory.toFile().setExecutable(true, false));
      List<String> command = new ArrayList<>(asker);
      command.addAll(List.of(IMAGE.launcher(), "-p", "0", "-r", closed.toString()));
      assertUsageError("no permission to read the directory: " + closed, Image.run(command));
    } finally {
      assertTrue(closed.toFile().setReadable(true));
    }
  }

  @Test
  void port_of_another_server_is_one_line() throws Exception {
    try (Image.Started server = start()) {
      int port = server.url().getPort();
      assertUsageError(
          "port " + port + " on 127.0.0.1 is taken; port 0 chooses a free one",
          IMAGE.run("-p", String.valueOf(port), "-r", site.toString()));
    }
  }

  @Test
  void port_of_another_program_is_one_line() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertUsageError(
          "port " + port + " on 127.0.0.1 is taken; port 0 chooses a free one",
          IMAGE.run("-p", String.valueOf(port), "-r", site.toString()));
    }
  }

  @Test
  void missing_static_handler_is_one_line() throws Exception {
    assertUsageError(
        "no such handler: static; available: admin",
        Image.run(
            List.of(
                IMAGE.java(),
                "--limit-modules=otus.server.app",
                "-m",
                MAIN,
                "-r",
                site.toString())));
  }

  @Test
  void moved_image_starts_through_links_and_uses_its_cache() throws Exception {
    Path moved = directory.resolve("a folder with spaces");
    Image.Result copied = Image.run(List.of("cp", "-a", IMAGE.home().toString(), moved.toString()));
    assertEquals(0, copied.code(), copied::toString);
    Path inner = Files.createSymbolicLink(directory.resolve("inner link"), moved);
    Path link =
        Files.createSymbolicLink(
            directory.resolve("outer"), inner.getFileName().resolve("bin").resolve("otus-server"));
    Map<String, String> strict = Map.of("OTUS_JAVA_OPTS", "-XX:AOTMode=on");
    try (Image.Started server = start(List.of(link.toString()), strict)) {
      assertAnswers(server.url());
      server.signal("TERM");
      assertEquals(0, server.end().code());
    }
  }

  @Test
  void cache_that_does_not_fit_is_detected() throws Exception {
    Map<String, String> misfit =
        Map.of("OTUS_JAVA_OPTS", "-XX:AOTMode=on -XX:+UseCompactObjectHeaders");
    try (Image.Started server = start(List.of(IMAGE.launcher()), misfit)) {
      assertNotEquals(0, server.end().code());
    }
  }

  @Test
  void server_starts_without_a_cache_that_does_not_fit() throws Exception {
    Map<String, String> misfit = Map.of("OTUS_JAVA_OPTS", "-XX:+UseCompactObjectHeaders");
    try (Image.Started server = start(List.of(IMAGE.launcher()), misfit)) {
      assertAnswers(server.url());
      server.signal("TERM");
      Image.Result result = server.end();
      assertEquals(0, result.code());
      assertEquals(List.of(), result.err());
    }
  }

  @Test
  void image_has_the_modules_that_plugins_may_need() throws Exception {
    List<String> modules =
        Image.run(List.of(IMAGE.java(), "--list-modules")).out().stream()
            .map(line -> line.split("@")[0])
            .toList();
    List<String> requested =
        List.of(
            "java.logging",
            "java.net.http",
            "java.sql",
            "java.xml",
            "jdk.crypto.cryptoki",
            "jdk.crypto.ec",
            "jdk.jfr");
    assertEquals(
        List.of(), requested.stream().filter(module -> !modules.contains(module)).toList());
  }

  @Test
  void log_record_is_one_line_with_its_time() throws Exception {
    // A client causes log records by opening more connections than the few descriptors allow.
    List<String> launcher =
        List.of("sh", "-c", "ulimit -n 64 && exec \"$0\" \"$@\"", IMAGE.launcher());
    List<TrainingClient> clients = new ArrayList<>();
    try (Image.Started server = start(launcher, Map.of(), "-w", "1", "--grace-period", "0s")) {
      URI url = server.url();
      assertTrue(server.line().startsWith("No index.html here"), "the root has no index");
      assertTrue(server.line().startsWith("Stop with"), "the last line of a start");
      for (int i = 0; i < 80; i++) {
        clients.add(new TrainingClient(url));
      }
      // Answered after an idle connection was closed to make room.
      TrainingClient last = clients.removeLast();
      last.send("GET /hello.txt HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(200, last.receive(false).status());
      last.close();
      server.signal("TERM");
      List<String> log = server.end().err();
      // Until the server's own format is loaded, a moment after the ports are open, levels have the
      // names of the JDK.
      assertTrue(log.getFirst().toLowerCase(Locale.ROOT).contains("warning"), log::toString);
      assertTrue(log.getFirst().contains("event=connections-full"), log::toString);
      for (String line : log) {
        assertTrue(
            line.matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} (?i:warning|info)"
                    + " otus\\.server\\.loop\\.Loop event=(connections-full|idle-closed) .*"),
            line);
      }
    } finally {
      for (TrainingClient client : clients) {
        client.close();
      }
    }
  }
}
