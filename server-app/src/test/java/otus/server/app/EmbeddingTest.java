package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Handler;
import otus.server.api.spi.Providers;
import otus.server.http.testing.TestServer;

/// Compiles and runs the code in `docs/embedding.md`, except that in Kotlin:
/// `acceptance/embedding` does.
class EmbeddingTest {
  private static final Path PAGE = Path.of("..", "docs", "embedding.md");
  private static final Pattern CODE = Pattern.compile("```java ?(\\S*)\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path directory;

  /// The code block with that file name; with an empty name, the only block without one.
  private static String code(String name) throws IOException {
    Matcher matcher = CODE.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      if (matcher.group(1).equals(name)) {
        return matcher.group(2);
      }
    }
    throw new AssertionError("not on the page: " + name);
  }

  private static Path where(String module) {
    return Path.of(
        ModuleLayer.boot()
            .configuration()
            .findModule("otus.server." + module)
            .flatMap(found -> found.reference().location())
            .orElseThrow());
  }

  private PluginJar jar() {
    return new PluginJar().with(where("http"));
  }

  /// The ways to start a program; the arguments before its name.
  enum Start {
    CLASS_PATH("hello.Main", "--class-path"),
    MODULE_PATH("hello/hello.Main", "--module-path");

    private final String program;
    private final String option;

    Start(String program, String option) {
      this.program = program;
      this.option = option;
    }

    /// The arguments of Java.
    List<String> line(String path) {
      return this == CLASS_PATH
          ? List.of(option, path, program)
          : List.of(option, path, "-m", program);
    }
  }

  private static String path(Path... more) {
    return Stream.concat(
            Stream.of(more),
            Stream.of(where("api"), where("loop"), where("http"), where("staticfiles")))
        .map(Path::toString)
        .collect(Collectors.joining(":"));
  }

  /// Starts Java, whose warnings are in `errors`.
  private Process java(List<String> line) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(line);
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectError(errors().toFile())
        .start();
  }

  private Path errors() {
    return directory.resolve("errors");
  }

  @ParameterizedTest
  @EnumSource
  void embedded_program_serves_files_behind_handler_and_filter(Start start) throws Exception {
    PluginJar program = jar().source("hello/Main.java", code("hello/Main.java"));
    if (start == Start.MODULE_PATH) {
      program.source("module-info.java", code("module-info.java"));
    }
    Path jar = program.write(directory.resolve("out").resolve("hello.jar"));
    Path site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(site.resolve("owl.txt"), "Owl\n");
    List<String> line = new ArrayList<>(start.line(path(jar)));
    line.add(site.toString());
    Process running = java(line);
    try {
      URI uri = URI.create(running.inputReader().readLine());
      assertEquals("Hello!\n", get(uri.resolve("hello")).body());
      HttpResponse<String> owl = get(uri.resolve("owl.txt"));
      assertEquals("Owl\n", owl.body());
      assertEquals("noindex", owl.headers().firstValue("X-Robots-Tag").orElse(""));
      assertEquals(404, get(uri.resolve("cat.txt")).statusCode());
      running.outputWriter().write("\n");
      running.outputWriter().flush();
      assertTrue(running.waitFor(30, TimeUnit.SECONDS), "it goes on");
      assertEquals(0, running.exitValue());
      assertEquals("", Files.readString(errors()));
    } finally {
      running.destroyForcibly();
    }
  }

  @Test
  void program_of_one_file_runs_on_the_class_path() throws Exception {
    Path file = Files.writeString(directory.resolve("Hello.java"), code("Hello.java"));
    Process running = java(List.of("-cp", path(), file.toString()));
    try {
      URI uri = URI.create(running.inputReader().readLine());
      for (int i = 0; i < 1001; i++) { // then a server with native access calls the system
        new Socket(uri.getHost(), uri.getPort()).close();
      }
      assertEquals("Hello!\n", get(uri).body());
      assertEquals("", Files.readString(errors()));
    } finally {
      running.destroyForcibly();
    }
  }

  @Test
  void program_with_tls_shows_its_certificate() throws Exception {
    Path file = Files.writeString(directory.resolve("Secure.java"), code("Secure.java"));
    Process running = java(List.of("-cp", path(), file.toString()));
    try {
      URI uri = URI.create(running.inputReader().readLine());
      assertEquals("https", uri.getScheme());
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        assertThrows( // it is signed by itself
            SSLHandshakeException.class, () -> client.send(request, BodyHandlers.discarding()));
      }
    } finally {
      running.destroyForcibly();
    }
  }

  @Test
  void handler_and_filter_are_not_confused() {
    Providers providers = new Providers(InstantSource.system());
    assertEquals(
        "static is a handler, not a filter: use Providers.handler",
        assertThrows(IllegalArgumentException.class, () -> providers.filter("static", Map.of()))
            .getMessage());
    assertEquals(
        "compress is a filter, not a handler: use Providers.filter",
        assertThrows(IllegalArgumentException.class, () -> providers.handler("compress", Map.of()))
            .getMessage());
  }

  @Test
  void exception_of_the_handler_of_a_test_is_logged_as_it_is() throws Exception {
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger("otus.server.http.exchange.Exchange");
    logger.setFilter(record -> !records.add(record));
    IllegalStateException failure = new IllegalStateException("expected");
    Handler failing =
        _ -> {
          throw failure;
        };
    try (TestServer server = TestServer.start(failing)) {
      assertEquals(500, get(server.uri()).statusCode());
    } finally {
      logger.setFilter(null);
    }
    assertEquals(List.of(failure), records.stream().map(LogRecord::getThrown).toList());
  }

  @Test
  void test_with_a_scripted_server_passes() throws Exception {
    Map<String, byte[]> classes = piece(code("test"));
    ClassLoader loader =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) {
            byte[] bytes = classes.get(name.replace('.', '/') + ".class");
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    try (HttpClient client = HttpClient.newHttpClient()) {
      loader
          .loadClass("test.Piece")
          .getMethod("test", Handler.class, HttpClient.class)
          .invoke(null, null, client);
    }
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"addresses", "limits", "replace", "listener", "sigterm"})
  void example_compiles(String name) throws Exception {
    piece(code(name));
  }

  /// Compiles a part of a program.
  private Map<String, byte[]> piece(String code) throws Exception {
    String text =
        """
        package test;

        import java.net.*;
        import java.net.http.*;
        import java.net.http.HttpResponse.BodyHandlers;
        import java.nio.file.*;
        import java.time.Duration;
        import java.util.List;
        import java.util.concurrent.*;
        import otus.server.api.*;
        import otus.server.http.*;
        import otus.server.http.config.*;
        import otus.server.http.monitor.*;
        import otus.server.http.testing.*;

        public class Piece {
          public static void test(Handler handler, HttpClient client) throws Exception {
            CODE
          }

          static void assertEquals(Object expected, Object found) {
            if (!expected.equals(found)) {
              throw new AssertionError(expected + " is not " + found);
            }
          }
        }
        """
            .replace("CODE", code);
    return jar().source("test/Piece.java", text).compile(directory);
  }
}
