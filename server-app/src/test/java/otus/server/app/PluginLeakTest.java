package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.spi.FilterProvider;
import otus.server.app.plugin.Registries;
import sun.misc.Signal;

/// Loads a plugin, uses it in all ways and shuts it down. Then no thread, socket or file is left;
/// its jar is closed when its classes are garbage-collected.
@EnabledOnOs(OS.LINUX) // descriptors are looked up in /proc
class PluginLeakTest {
  private static final int MAX_COLLECTIONS = 100;

  private static final String PROVIDER =
      """
      package leaky;

      import java.nio.file.*;
      import java.util.concurrent.atomic.AtomicInteger;
      import otus.server.api.*;
      import otus.server.api.spi.*;

      public final class Provider implements HandlerProvider {
        private final AtomicInteger open = new AtomicInteger();

        @Override
        public String name() {
          return "leaky";
        }

        @Override
        public java.util.List<OptionSpec> options() {
          return java.util.List.of(OptionSpec.required("log", OptionType.PATH, "what was done"));
        }

        @Override
        public Handler create(ProviderContext context) {
          Path log = context.options().path("log");
          context.onStop(() -> say(log, "stopping"));
          context.onShutdown(() -> say(log, "open " + open.get()));
          return request ->
              switch (request.target().rawPath()) {
                case "/blocking" -> Answer.blocking(() -> Response.text(Status.OK, "done"));
                case "/upload" ->
                    Answer.blocking(
                        () -> Response.text(Status.OK, WholeBody.read(request, 100).text()));
                case "/feed" -> new Response(Status.OK, Headers.empty(), feed());
                default -> throw new IllegalStateException("expected in this test's log");
              };
        }

        private Body feed() {
          Feed feed = Feed.of(100);
          open.incrementAndGet();
          feed.onClose(open::decrementAndGet);
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (feed.send("tick\\n")) {
                        Thread.onSpinWait();
                      }
                    } catch (InterruptedException e) {
                      feed.fail(e);
                    }
                  });
          return feed.body();
        }

        private static void say(Path log, String line) {
          try {
            Files.writeString(
                log, line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }
      }
      """;

  @TempDir Path directory;

  private final OutputLines out = new OutputLines();
  private final OutputLines err = new OutputLines();
  private final StopSignals signals = new StopSignals(code -> {});

  @Test
  void plugin_leaves_nothing_open_after_shutdown() throws Exception {
    Path plugins = Files.createDirectory(directory.resolve("plugins"));
    new PluginJar()
        .descriptor("leaky", "requires otus.server.api;", "leaky.Provider")
        .source("leaky/Provider.java", PROVIDER)
        .write(plugins.resolve("leaky.jar"));
    Path log = directory.resolve("log");
    ServerSocketChannel.open().close(); // the JDK keeps a descriptor after the first socket
    List<String> before = open();

    FutureTask<Integer> running =
        new FutureTask<>(
            () ->
                new Program(
                        out.stream(),
                        err.stream(),
                        () -> Registries.of(List.of(), List.<FilterProvider>of()),
                        signals,
                        () -> {})
                    .run(
                        ("-p 0 --grace-period 20s --plugins " + plugins)
                            .concat(" --mount /=leaky:log=" + log)
                            .split(" ")));
    Thread.ofPlatform().daemon().start(running);
    out.next();
    URI server = URI.create(out.next().strip().split(" ", 2)[0]);
    assertTrue(open().toString().contains("leaky.jar"), "its jar is open while it is loaded");
    for (int i = 0; i < 20; i++) {
      assertTrue(ask(server, "GET /blocking", "").endsWith("done"));
      assertTrue(ask(server, "POST /upload", "content").endsWith("content"));
      assertTrue(ask(server, "GET /fails", "").startsWith("HTTP/1.1 500 "));
      goAwayFrom(server);
    }
    signals.on(new Signal("TERM"));
    assertEquals(0, running.get(30, TimeUnit.SECONDS));
    assertEquals(List.of(), err.rest());
    assertEquals(List.of("stopping", "open 0"), Files.readAllLines(log));
    assertEquals(List.of(), threads());
    assertEquals(before, openOnceCollected(before));
  }

  private static String ask(URI server, String line, String content) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      String head =
          "\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + content.length();
      String request = line + " HTTP/1.1" + head + "\r\n\r\n" + content;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Reads the beginning of an endless response and disconnects.
  private static void goAwayFrom(URI server) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoLinger(true, 0);
      socket
          .getOutputStream()
          .write(
              "GET /feed HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertEquals(200, in.readNBytes(200).length);
    }
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("otus-"))
        .toList();
  }

  /// Collects garbage until the expected descriptors are open: a plugin's jar is closed when its
  /// class loader is collected.
  private static List<String> openOnceCollected(List<String> expected) throws IOException {
    List<String> open = open();
    for (int i = 0; i < MAX_COLLECTIONS && !open.equals(expected); i++) {
      System.gc();
      open = open();
    }
    return open;
  }

  /// The open sockets of this process, without their numbers, and the open jars of plugins.
  private static List<String> open() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(PluginLeakTest::target)
          .filter(name -> name.startsWith("socket:") || name.endsWith("leaky.jar"))
          .map(name -> name.replaceAll("\\d", ""))
          .sorted()
          .toList();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed in the meantime, as is the descriptor of this listing
    }
  }
}
