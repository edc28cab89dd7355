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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.cli.HelpText;
import otus.server.app.training.TrainingClient;

/// The runtime image from outside, as its users meet it.
class ImageIT extends OnImage {

  @Test
  void it_tells_its_version() throws Exception {
    Image.Result result = IMAGE.run("--version");
    assertEquals(0, result.code());
    assertTrue(
        result.out().getFirst().matches("otus-server \\d+\\.\\d+\\.\\d+\\S* \\(Java 25.+\\)"),
        () -> result.toString());
    assertEquals(List.of(), result.err());
  }

  @Test
  void it_explains_itself() throws Exception {
    Image.Result result = IMAGE.run("--help");
    assertEquals(0, result.code());
    assertEquals(HelpText.full().lines().toList(), result.out());
    assertEquals(List.of(), result.err());
  }

  @Test
  void it_says_why_a_request_is_answered_as_it_is() throws Exception {
    Image.Result there =
        IMAGE.run("-r", site.toString(), "--explain", "/hello.txt", "-H", "Range: bytes=1-");
    assertEquals(0, there.code(), there::toString);
    assertEquals("GET /hello.txt", there.out().getFirst());
    assertTrue(there.out().get(1).endsWith("Range requests a part of hello.txt"), there::toString);
    Image.Result missing = IMAGE.run("-r", site.toString(), "--explain", "/.git");
    assertEquals(0, missing.code(), missing::toString);
    assertTrue(missing.out().get(1).matches("404 Not Found +\\.git begins .+"), missing::toString);
    assertEquals(List.of(), missing.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void it_serves_a_file_and_stops_when_told(String signal) throws Exception {
    // A shell's background jobs ignore SIGINT, and so would all that is started by them.
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
  void a_second_signal_ends_it_at_once() throws Exception {
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
  void when_the_grace_period_is_over_it_cuts_off_and_says_so() throws Exception {
    try (Image.Started server = start("--grace-period", "100ms");
        Socket client = stuckDownload(server.url())) {
      server.signal("TERM");
      Image.Result result = server.end();
      assertEquals(0, result.code());
      assertTrue(result.out().getLast().contains("aborted"), result::toString);
      assertTrue(client.isConnected());
    }
  }

  /// Asks for more than fits between two programs, and has read its beginning.
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
  void nobody_has_to_read_what_it_says() throws Exception {
    try (Image.Started server = start()) {
      URI url = server.url();
      server.closeOutput();
      assertAnswers(url);
      server.signal("TERM");
      assertEquals(0, server.end().code());
    }
  }

  @Test
  void it_lists_a_folder_if_it_is_told_to() throws Exception {
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
  void a_mistake_is_one_line(String line, String message) throws Exception {
    assertMistake(message, IMAGE.run(line.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--symlinks=sometimes", "--index=a/b"})
  void what_the_handler_refuses_is_one_line(String flag) throws Exception {
    Image.Result result = IMAGE.run("-p", "0", "-r", site.toString(), flag);
    assertEquals(2, result.code());
    assertEquals(1, result.err().size(), result::toString);
    assertTrue(result.err().getFirst().startsWith("otus-server: "), result::toString);
  }

  @Test
  void a_file_is_no_folder() throws Exception {
    Path file = site.resolve("hello.txt");
    assertMistake("not a directory: " + file, IMAGE.run("-r", file.toString()));
  }

  @Test
  void a_folder_that_may_not_be_read_is_one_line() throws Exception {
    Path closed = Files.createDirectory(directory.resolve("closed"));
    try {
      assertTrue(closed.toFile().setReadable(false, false), "it stays readable");
      List<String> asker = Files.isReadable(closed) ? nobody() : List.of();
      assertTrue(directory.toFile().setExecutable(true, false));
      List<String> command = new ArrayList<>(asker);
      command.addAll(List.of(IMAGE.launcher(), "-p", "0", "-r", closed.toString()));
      assertMistake("no permission to read the directory: " + closed, Image.run(command));
    } finally {
      assertTrue(closed.toFile().setReadable(true));
    }
  }

  @Test
  void a_port_that_another_server_has_is_one_line() throws Exception {
    try (Image.Started server = start()) {
      int port = server.url().getPort();
      assertMistake(
          "port " + port + " on 127.0.0.1 is taken",
          IMAGE.run("-p", String.valueOf(port), "-r", site.toString()));
    }
  }

  @Test
  void a_port_that_another_program_has_is_one_line() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertMistake(
          "port " + port + " on 127.0.0.1 is taken",
          IMAGE.run("-p", String.valueOf(port), "-r", site.toString()));
    }
  }

  @Test
  void without_static_files_the_missing_handler_is_one_line() throws Exception {
    assertMistake(
        "no such handler: static; none is installed",
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
  void a_moved_image_is_started_through_links_and_uses_its_cache() throws Exception {
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
  void a_cache_that_does_not_fit_would_be_noticed() throws Exception {
    Map<String, String> misfit =
        Map.of("OTUS_JAVA_OPTS", "-XX:AOTMode=on -XX:+UseCompactObjectHeaders");
    try (Image.Started server = start(List.of(IMAGE.launcher()), misfit)) {
      assertNotEquals(0, server.end().code());
    }
  }

  @Test
  void a_cache_that_does_not_fit_is_done_without() throws Exception {
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
  void it_has_the_modules_that_plugins_may_need() throws Exception {
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
  void a_record_in_the_log_is_one_line_with_its_time() throws Exception {
    // There are connections enough for so few descriptors: what a client can bring about.
    List<String> launcher =
        List.of("sh", "-c", "ulimit -n 64 && exec \"$0\" \"$@\"", IMAGE.launcher());
    List<TrainingClient> clients = new ArrayList<>();
    try (Image.Started server = start(launcher, Map.of(), "-w", "1", "--grace-period", "0s")) {
      URI url = server.url();
      assertTrue(server.line().startsWith("Stop with"), "the last line of a start");
      for (int i = 0; i < 80; i++) {
        clients.add(new TrainingClient(url));
      }
      // Answered once an idle connection was closed to make room.
      TrainingClient last = clients.removeLast();
      last.send("GET /hello.txt HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertEquals(200, last.receive(false).status());
      last.close();
      server.signal("TERM");
      List<String> log = server.end().err();
      assertTrue(log.getFirst().contains("WARNING"), log::toString);
      assertTrue(log.getFirst().contains("event=connections-full"), log::toString);
      for (String line : log) {
        assertTrue(
            line.matches(
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4} (WARNING|INFO)"
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
