package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Feed;
import otus.server.api.Headers;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.app.chain.TestProvider;
import otus.server.app.plugin.Registries;
import sun.misc.Signal;

/// Stopping a server with endless responses or hanging shutdown actions.
class StoppingTest {
  @TempDir Path directory;

  private final OutputLines out = new OutputLines();
  private final StopSignals signals = new StopSignals(code -> {});
  private final List<String> done = new ArrayList<>();

  /// A program that serves one stream; the handler's stop action ends it.
  private Program program() {
    Registries registries =
        TestProvider.inPlaceOfStatic(
            context -> {
              Feed feed = Feed.of(100);
              feed.offer("begun");
              context.onStop(feed::end);
              context.onShutdown(() -> done.add(feed.isOpen() ? "open" : "ended"));
              return _ -> new Response(Status.OK, Headers.empty(), feed.body());
            });
    return new Program(out.stream(), out.stream(), () -> registries, signals, () -> {});
  }

  @Test
  void stream_that_ends_on_stop_does_not_use_up_the_grace_period() throws Exception {
    FutureTask<Integer> running =
        new FutureTask<>(
            () -> program().run("--port=0", "--grace-period=1h", "-r", directory.toString()));
    Thread.ofPlatform().daemon().start(running);
    out.next();
    URI url = URI.create(out.next().strip().split(" ", 2)[0]);
    try (Socket client = new Socket(url.getHost(), url.getPort())) {
      client.getOutputStream().write(bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
      String started = text(client.getInputStream().readNBytes("HTTP/1.1 200".length()));
      assertEquals("HTTP/1.1 200", started);
      signals.on(new Signal("TERM"));
      String rest = text(client.getInputStream().readAllBytes());
      assertTrue(rest.endsWith("5\r\nbegun\r\n0\r\n\r\n"), rest);
      assertEquals(0, running.get(20, TimeUnit.SECONDS));
    }
    assertEquals(List.of("ended"), done);
  }

  @Test
  void hanging_shutdown_actions_do_not_block_the_stop() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Registries registries =
        TestProvider.inPlaceOfStatic(
            context -> {
              context.onStop(() -> hang(never));
              context.onShutdown(() -> hang(never));
              return _ -> Response.of(Status.OK);
            });
    Program program = new Program(out.stream(), out.stream(), () -> registries, signals, () -> {});
    FutureTask<Integer> running =
        new FutureTask<>(
            () -> program.run("--port=0", "--grace-period=1ms", "-r", directory.toString()));
    Thread.ofPlatform().daemon().start(running);
    out.next();
    out.next();
    signals.on(new Signal("TERM"));
    assertEquals(0, running.get(20, TimeUnit.SECONDS));
    never.countDown();
  }

  private static void hang(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
