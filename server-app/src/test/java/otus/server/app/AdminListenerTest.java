package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.admin.Monitor;
import otus.server.app.chain.TestProvider;
import otus.server.app.logging.StandardOutput;
import otus.server.app.plugin.Registries;
import sun.misc.Signal;

/// The listener of `--admin` while the server serves and while it stops.
class AdminListenerTest {
  @TempDir Path directory;

  private final OutputLines out = new OutputLines();
  private final OutputLines err = new OutputLines();
  private final StopSignals signals = new StopSignals(code -> {});
  private final Monitor monitor = Wiring.monitor();

  private FutureTask<Integer> start(Registries registries, String... more) {
    Program program =
        new Program(
            out.stream(),
            err.stream(),
            () -> registries,
            signals,
            () -> {},
            StandardOutput.plain(out.stream()),
            new OperatorSignals(() -> false, signals::on),
            monitor);
    List<String> options = new ArrayList<>(List.of("--port=0", "-r", directory.toString()));
    options.addAll(List.of(more));
    String[] line = options.toArray(String[]::new);
    FutureTask<Integer> running = new FutureTask<>(() -> program.run(line));
    Thread.ofPlatform().daemon().start(running);
    return running;
  }

  private static String get(URI server, String path, String host) throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
      client.getOutputStream().write((request + "\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static boolean isRunning(String thread) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(each -> each.getName().equals(thread));
  }

  private URI nextUrl() throws InterruptedException {
    return URI.create(out.next().strip().split(" ", 2)[0]);
  }

  @Test
  void admin_listener_serves_until_the_others_have_stopped() throws Exception {
    CompletableFuture<Boolean> stopping = new CompletableFuture<>();
    CompletableFuture<Void> checked = new CompletableFuture<>();
    Registries registries =
        TestProvider.inPlaceOfStatic(
            context -> {
              context.metrics().counter("calls_total", "Calls.", () -> 7);
              context.onStop(() -> stopping.complete(true));
              context.onShutdown(checked::join);
              return _ -> Response.text(Status.OK, "Hello!\n");
            });
    FutureTask<Integer> running = start(registries, "--admin=0");
    out.next();
    URI server = nextUrl();
    URI admin = nextUrl();
    out.next();
    assertTrue(get(admin, "/health/ready", "localhost").endsWith("\r\n\r\nready\n"));
    assertTrue(get(server, "/", "localhost").endsWith("Hello!\n"));
    String metrics = get(admin, "/metrics", "127.0.0.1");
    assertTrue(
        metrics.contains("\notus_static_calls_total{site=\"default\",mount=\"/\"} 7\n"), metrics);
    assertTrue(metrics.contains("\notus_requests_total{"), metrics);
    assertTrue(isRunning("otus-admin-0"));
    assertTrue(get(admin, "/metrics", "evil.example").startsWith("HTTP/1.1 421 "));
    signals.on(new Signal("TERM"));
    assertTrue(stopping.get(20, TimeUnit.SECONDS));
    assertTrue(get(admin, "/health/ready", "localhost").endsWith("\r\n\r\nstopping\n"));
    assertTrue(get(admin, "/health/live", "localhost").endsWith("\r\n\r\nlive\n"));
    checked.complete(null);
    assertEquals(0, running.get(20, TimeUnit.SECONDS));
    assertFalse(monitor.readiness().state().name().equals("READY"));
  }

  @Test
  void server_that_does_not_start_leaves_no_admin_listener() throws Exception {
    Path socket = directory.resolve("s");
    FutureTask<Integer> running =
        start(
            TestProvider.inPlaceOfStatic(_ -> _ -> Response.of(Status.OK)),
            "--admin=unix:" + socket,
            "--filter=missing");
    assertEquals(Program.EXIT_USAGE, running.get(20, TimeUnit.SECONDS));
    assertFalse(Files.exists(socket));
  }
}
