package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.ProviderContext;
import otus.server.app.admin.AdminProvider;
import otus.server.app.chain.TestProvider;
import otus.server.app.cli.HelpText;
import otus.server.app.cli.VersionText;
import otus.server.app.config.Address;
import otus.server.app.logging.StandardOutput;
import otus.server.app.plugin.Registries;
import otus.server.app.training.TrainingClient;
import sun.misc.Signal;

/// The program, called as a function, with a test handler in place of the static handler.
class ProgramTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir Path directory;

  private final OutputLines out = new OutputLines();
  private final OutputLines err = new OutputLines();
  private final List<Integer> exits = new ArrayList<>();
  private final StopSignals signals = new StopSignals(exits::add);
  private final AtomicInteger serving = new AtomicInteger();

  @BeforeEach
  void createIndex() throws IOException {
    Files.createFile(directory.resolve("index.html")); // otherwise the banner mentions it
  }

  private Program program(PrintStream out, Function<ProviderContext, Handler> maker) {
    return new Program(
        out,
        err.stream(),
        () -> TestProvider.inPlaceOfStatic(maker),
        signals,
        serving::incrementAndGet);
  }

  private Program program() {
    return program(out.stream(), _ -> _ -> Response.text(Status.OK, "Hello!\n"));
  }

  private String[] line(String... more) {
    List<String> line =
        new ArrayList<>(List.of("--port=0", "--workers=2", "-r", directory.toString()));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  /// Runs the program on a separate thread.
  private static FutureTask<Integer> start(Program program, String... line) {
    FutureTask<Integer> running = new FutureTask<>(() -> program.run(line));
    Thread.ofPlatform().daemon().start(running);
    return running;
  }

  /// Reads the banner of one address.
  private URI url() throws InterruptedException {
    out.next();
    return url(out.next());
  }

  private static URI url(String line) {
    return URI.create(line.strip().split(" ", 2)[0]);
  }

  private int stop(FutureTask<Integer> running) throws Exception {
    signals.on(new Signal("TERM"));
    return running.get(20, TimeUnit.SECONDS);
  }

  @Test
  void failed_server_thread_ends_the_program_with_one_line_and_its_own_code() throws Exception {
    FutureTask<Integer> running = start(program(), line());
    url();
    signals.fail(new LinkageError("planted"));
    assertEquals(70, running.get(20, TimeUnit.SECONDS));
    assertEquals(
        List.of(
            "otus-server: failed: a thread of the server ended:"
                + " java.lang.LinkageError: planted"),
        err.rest());
  }

  @Test
  void thread_failure_during_the_stop_is_reported() throws Exception {
    Program program =
        program(
            out.stream(),
            context -> {
              context.onShutdown(() -> signals.fail(new LinkageError("planted")));
              return _ -> Response.of(Status.OK);
            });
    FutureTask<Integer> running = start(program, line());
    url();
    assertEquals(70, stop(running));
    assertEquals(1, err.rest().size());
  }

  @Test
  void banner_has_the_url_at_which_the_server_answers() throws Exception {
    FutureTask<Integer> running = start(program(), line());
    assertEquals(VersionText.name() + " serves " + directory, out.next());
    String second = out.next();
    assertTrue(second.matches("  http://127\\.0\\.0\\.1:\\d+/   \\(2 workers\\)"), second);
    assertEquals(
        "Stop with Ctrl-C. Reachable from this machine only; use --bind 0.0.0.0 to allow others.",
        out.next());
    try (TrainingClient client = new TrainingClient(url(second))) {
      client.send(GET);
      assertEquals(new TrainingClient.Answer(200, 7, null), client.receive(false));
    }
    assertEquals(0, stop(running));
    assertEquals(
        List.of("SIGTERM: stopping; 0 requests have 30 s to finish; a second signal ends at once"),
        out.rest());
    assertEquals(List.of(), err.rest());
    assertEquals(List.of(), exits);
    assertEquals(1, serving.get());
  }

  @Test
  void stop_by_the_terminal_names_the_key() throws Exception {
    FutureTask<Integer> running = start(program(), line());
    url();
    out.next();
    signals.on(new Signal("INT"));
    assertEquals(0, running.get(20, TimeUnit.SECONDS));
    assertEquals(
        List.of("SIGINT: stopping; 0 requests have 30 s to finish; a second Ctrl-C ends at once"),
        out.rest());
  }

  @Test
  void access_log_is_reopened_and_has_the_id_of_the_response() throws Exception {
    Path log = directory.resolve("access.log");
    Path renamed = directory.resolve("access.log.1");
    OperatorSignals operator = new OperatorSignals(() -> false, signals::on);
    Program program =
        new Program(
            out.stream(),
            err.stream(),
            () -> TestProvider.inPlaceOfStatic(_ -> _ -> Response.text(Status.OK, "Hello!\n")),
            signals,
            serving::incrementAndGet,
            StandardOutput.plain(out.stream()),
            operator,
            Wiring.monitor());
    FutureTask<Integer> running = start(program, line("--access-log=json:" + log, "--request-id"));
    try (TrainingClient client = new TrainingClient(url())) {
      client.send(GET);
      assertEquals(200, client.receive(false).status());
      Files.move(log, renamed);
      operator.on(new Signal("USR1"));
      assertTrue(Files.exists(log));
      client.send(GET);
      assertEquals(200, client.receive(false).status());
    }
    assertEquals(0, stop(running));
    List<String> lines = new ArrayList<>(Files.readAllLines(renamed));
    lines.addAll(Files.readAllLines(log));
    assertEquals(2, lines.size());
    for (String line : lines) {
      assertTrue(line.matches(".*\"handler\":\"static\",\"request_id\":\"[0-9a-f]{32}\",.*"), line);
    }
  }

  @Test
  void access_log_on_standard_output_has_a_line() throws Exception {
    FutureTask<Integer> running = start(program(), line("--access-log=-"));
    URI url = url();
    out.next();
    try (TrainingClient client = new TrainingClient(url)) {
      client.send(GET);
      client.receive(false);
    }
    String line = out.next();
    assertTrue(
        line.matches("127\\.0\\.0\\.1 - - \\[.*] \"GET / HTTP/1.1\" 200 7 \"-\" \"-\""), line);
    assertEquals(0, stop(running));
  }

  @Test
  void access_log_that_cannot_be_opened_is_a_usage_error() {
    assertEquals(2, program().run(line("--access-log=" + directory)));
    assertEquals(
        List.of("otus-server: --access-log: cannot open " + directory + ": it is a directory"),
        err.rest());
  }

  @ParameterizedTest
  @CsvSource({"localhost, 200", "www.example.org, 200", "evil.example, 421"})
  void requests_for_other_hosts_are_refused(String host, int status) throws Exception {
    FutureTask<Integer> running = start(program(), line("--allowed-hosts=www.example.org"));
    try (TrainingClient client = new TrainingClient(url())) {
      client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      assertEquals(status, client.receive(false).status());
    }
    assertEquals(0, stop(running));
  }

  @Test
  void requests_for_other_hosts_are_refused_by_default_on_loopback() throws Exception {
    FutureTask<Integer> running = start(program(), line());
    try (TrainingClient client = new TrainingClient(url())) {
      client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      assertEquals(421, client.receive(false).status());
    }
    assertEquals(0, stop(running));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.2 has to be set up first
  void all_addresses_get_the_same_port_and_a_line() throws Exception {
    FutureTask<Integer> running = start(program(), line("-b", "127.0.0.1", "-b", "127.0.0.2"));
    URI first = url();
    URI second = url(out.next());
    assertEquals("127.0.0.2", second.getHost());
    assertEquals(first.getPort(), second.getPort());
    for (URI url : List.of(first, second)) {
      try (TrainingClient client = new TrainingClient(url)) {
        client.send(GET);
        assertEquals(200, client.receive(false).status());
      }
    }
    assertEquals(0, stop(running));
  }

  @Test
  void no_hint_about_other_machines_if_they_can_connect() throws Exception {
    FutureTask<Integer> running = start(program(), line("-b", "0.0.0.0", "--grace-period=1500ms"));
    assertEquals("localhost", url().getHost());
    String line = out.next();
    while (line.startsWith("  http://")) { // the addresses of this machine
      line = out.next();
    }
    assertEquals("Stop with Ctrl-C.", line);
    assertEquals(0, stop(running));
    assertEquals(
        List.of("SIGTERM: stopping; 0 requests have 1.5 s to finish; a second signal ends at once"),
        out.rest());
  }

  @Test
  void request_that_exceeds_the_grace_period_is_cut_off() throws Exception {
    CompletableFuture<Void> received = new CompletableFuture<>();
    Program program =
        program(
            out.stream(),
            _ ->
                _ -> {
                  received.complete(null);
                  return Answer.later(new CompletableFuture<>());
                });
    FutureTask<Integer> running = start(program, line("--grace-period", "10ms"));
    try (TrainingClient client = new TrainingClient(url())) {
      client.send(GET);
      received.get(20, TimeUnit.SECONDS);
      out.next();
      assertEquals(0, stop(running));
      List<String> lines = out.rest();
      // The loop may not have counted the request yet when the signal arrives.
      assertTrue(lines.getFirst().endsWith("0.01 s to finish; a second signal ends at once"));
      assertEquals(
          List.of("The grace period is over; 1 request was aborted"),
          lines.subList(1, lines.size()));
    }
  }

  @Test
  void connections_during_the_shutdown_delay_are_answered_with_close() throws Exception {
    FutureTask<Integer> running = start(program(), line("--shutdown-delay", "2s"));
    URI url = url();
    out.next();
    try (TrainingClient before = new TrainingClient(url)) {
      before.send(GET);
      assertEquals(200, before.receive(false).status());
      signals.on(new Signal("TERM"));
      assertEquals(
          "SIGTERM: stopping in 2 s; then 0 requests have 30 s to finish; a second signal ends at"
              + " once",
          out.next());
      before.send(GET);
      assertEquals(200, before.receive(false).status());
      try (TrainingClient after = new TrainingClient(url)) {
        after.send(GET);
        assertEquals(200, after.receive(false).status());
      }
    }
    assertEquals(0, running.get(20, TimeUnit.SECONDS));
  }

  @Test
  void covered_address_is_reached_through_the_wildcard() throws Exception {
    FutureTask<Integer> running = start(program(), line("-b", "0.0.0.0", "-b", "127.0.0.1"));
    URI first = url();
    URI second = url(out.next());
    while (!second.getHost().equals("127.0.0.1")) { // the addresses of this machine
      second = url(out.next());
    }
    assertEquals("localhost", first.getHost());
    assertEquals(first.getPort(), second.getPort());
    try (TrainingClient client = new TrainingClient(second)) {
      client.send(GET);
      assertEquals(200, client.receive(false).status());
    }
    assertEquals(0, stop(running));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, ::, true",
    "127.0.0.1, ::, true",
    "::1, ::, true",
    "127.0.0.1, 0.0.0.0, true",
    "::1, 0.0.0.0, false",
    "::, 0.0.0.0, false",
    "0.0.0.0, 0.0.0.0, false",
    "127.0.0.1, 127.0.0.1, false",
  })
  void wildcard_address_covers_addresses_of_its_family(String one, String other, boolean covered) {
    assertEquals(covered, PortBinder.isCovered(Address.all(one).getFirst(), Address.all(other)));
  }

  @Test
  void server_does_not_wait_for_readers_of_its_output() throws Exception {
    CompletableFuture<URI> url = new CompletableFuture<>();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
          }

          @Override
          public void write(byte[] octets, int offset, int length) throws IOException {
            String banner = new String(octets, offset, length, StandardCharsets.UTF_8);
            banner.lines().skip(1).findFirst().ifPresent(line -> url.complete(url(line)));
            throw new IOException("Broken pipe");
          }
        };
    Program program =
        program(
            new PrintStream(closed, false, StandardCharsets.UTF_8),
            _ -> _ -> Response.of(Status.NO_CONTENT));
    FutureTask<Integer> running = start(program, line());
    try (TrainingClient client = new TrainingClient(url.get(20, TimeUnit.SECONDS))) {
      client.send(GET);
      assertEquals(204, client.receive(false).status());
    }
    assertEquals(0, stop(running));
  }

  @Test
  void shutdown_actions_run_after_the_last_response() throws Exception {
    List<String> done = new ArrayList<>();
    Program program =
        program(
            out.stream(),
            context -> {
              context.onShutdown(() -> done.add(Thread.currentThread().getName()));
              return _ -> Response.of(Status.OK);
            });
    FutureTask<Integer> running = start(program, line());
    url();
    assertEquals(0, stop(running));
    assertEquals(List.of("otus-shutdown"), done);
  }

  @Test
  void taken_port_is_a_usage_error() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = other.getLocalPort();
      assertUsageError(
          "port " + port + " on 127.0.0.1 is taken; port 0 chooses a free one",
          program().run("-p", String.valueOf(port), "-r", directory.toString()));
    }
  }

  @Test
  void port_of_another_server_is_taken_for_any_number_of_workers() throws Exception {
    FutureTask<Integer> running = start(program(), line());
    String port = String.valueOf(url().getPort());
    for (String workers : List.of("1", "2")) {
      assertUsageError(
          "port " + port + " on 127.0.0.1 is taken; port 0 chooses a free one",
          program().run("-p", port, "-w", workers, "-r", directory.toString()));
    }
    assertEquals(0, stop(running));
  }

  @Test
  @EnabledOnOs(OS.LINUX) // elsewhere 127.0.0.2 has to be set up first
  void failed_start_closes_all_sockets() throws Exception {
    List<String> done = new ArrayList<>();
    Program program =
        program(
            out.stream(),
            context -> {
              context.onShutdown(() -> done.add("closed"));
              return _ -> Response.of(Status.OK);
            });
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"))) {
      int port = other.getLocalPort();
      String[] line =
          line("-b", "127.0.0.1", "-b", "127.0.0.2", "-r", directory.toString(), "-p" + port);
      assertUsageError(
          "port " + port + " on 127.0.0.2 is taken; port 0 chooses a free one",
          program.run(Arrays.copyOfRange(line, 4, line.length)));
      try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
        assertEquals(port, again.getLocalPort());
      }
    }
    assertEquals(List.of("closed"), done);
    assertEquals(List.of(), out.rest());
  }

  @Test
  void address_of_another_machine_is_a_usage_error() {
    // RFC 5737: an address for documentation, which no machine has.
    assertUsageError(
        "not an address of this machine: 192.0.2.1", program().run(line("-b192.0.2.1")));
  }

  @Test
  void missing_handler_is_a_usage_error() {
    Program program =
        new Program(out.stream(), err.stream(), () -> Registries.empty(), signals, () -> {});
    assertUsageError("no such handler: static; none is installed", program.run(line()));
  }

  @Test
  void option_refused_by_a_handler_is_a_usage_error() {
    Program program =
        program(
            out.stream(),
            _ -> {
              throw new IllegalArgumentException("no such\nrule: \u001b[31mx");
            });
    assertUsageError("no such\\nrule: \\u001b[31mx", program.run(line()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--frobnicate", "-p abc", "-w 0", "-r /no/such/folder", "-b 256.1.1.1"})
  void usage_error_is_one_line(String line) {
    assertEquals(Program.EXIT_USAGE, program().run(line.split(" ")));
    assertEquals(1, err.rest().size());
    assertEquals(List.of(), out.rest());
  }

  @Test
  void unexpected_failure_is_one_line() {
    Registries broken =
        Registries.of(
            () -> {
              throw new IllegalStateException("a bug");
            },
            List.of());
    Program program = new Program(out.stream(), err.stream(), () -> broken, signals, () -> {});
    assertEquals(Program.FAILED, program.run(line()));
    assertEquals(
        List.of("otus-server: failed: java.lang.IllegalStateException: a bug"), err.rest());
  }

  @Test
  void training_fails_on_an_unexpected_response() {
    Registries registries =
        Registries.of(
            List.of(
                new TestProvider("static", _ -> _ -> Response.text(Status.OK, "Hello!\n")),
                new AdminProvider(Wiring.monitor())),
            List.of());
    Program program = new Program(out.stream(), err.stream(), () -> registries, signals, () -> {});
    assertEquals(Program.FAILED, program.run("--train"));
    List<String> lines = err.rest();
    assertEquals(1, lines.size(), lines::toString);
    assertTrue(lines.getFirst().contains("small.txt"), lines::toString);
  }

  @Test
  void help_and_version_go_to_standard_output() throws Exception {
    assertEquals(Program.DONE, program().run("--help"));
    assertEquals(HelpText.full().lines().toList(), out.rest());
    assertEquals(Program.DONE, program().run("-h"));
    assertEquals(HelpText.summary().lines().toList(), out.rest());
    assertEquals(Program.DONE, program().run("--version"));
    String version = out.next();
    assertTrue(
        version.matches("otus-server \\d+\\.\\d+\\.\\d+\\S* \\(Java 25\\S*, .+, \\S+ \\S+\\)"),
        version);
    assertEquals(List.of(), err.rest());
  }

  /// File names and parts of requests reach the operator's terminal with `--explain`.
  @Test
  void output_is_escaped_except_line_feeds() throws Exception {
    assertEquals(0, program().show("\u001b[31m\u009b\nb\u0007\n"));
    assertEquals(List.of("\\u001b[31m\\u009b", "b\\u0007"), out.rest());
  }

  private void assertUsageError(String message, int code) {
    assertEquals(Program.EXIT_USAGE, code);
    assertEquals(List.of("otus-server: " + message), err.rest());
  }
}
