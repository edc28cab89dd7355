package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compiles and runs the code in `docs/embedding.md`.
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

  @Test
  void embedded_program_serves_files_behind_handler_and_filter() throws Exception {
    Path jar =
        jar()
            .source("module-info.java", code("module-info.java"))
            .source("hello/Main.java", code("hello/Main.java"))
            .write(directory.resolve("out").resolve("hello.jar"));
    Files.writeString(directory.resolve("owl.txt"), "Owl\n");
    String path =
        Stream.of(jar, where("api"), where("loop"), where("http"), where("staticfiles"))
            .map(Path::toString)
            .collect(Collectors.joining(":"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process program =
        new ProcessBuilder(
                List.of(
                    java,
                    "--module-path",
                    path,
                    "--add-modules",
                    "otus.server.staticfiles",
                    "-m",
                    "hello/hello.Main",
                    directory.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      URI uri = URI.create(program.inputReader().readLine());
      assertEquals("Hello!\n", get(uri.resolve("hello")).body());
      HttpResponse<String> owl = get(uri.resolve("owl.txt"));
      assertEquals("Owl\n", owl.body());
      assertEquals("noindex", owl.headers().firstValue("X-Robots-Tag").orElse(""));
      assertEquals(404, get(uri.resolve("cat.txt")).statusCode());
      program.outputWriter().write("\n");
      program.outputWriter().flush();
      assertTrue(program.waitFor(30, TimeUnit.SECONDS), "it goes on");
      assertEquals(0, program.exitValue());
    } finally {
      program.destroyForcibly();
    }
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "addresses", "tls"})
  void example_compiles(String name) throws Exception {
    String text =
        """
        package test;

        import java.net.*;
        import java.net.http.*;
        import java.net.http.HttpResponse.BodyHandlers;
        import java.nio.file.*;
        import java.util.List;
        import javax.net.ssl.*;
        import otus.server.api.*;
        import otus.server.http.*;
        import otus.server.http.config.*;

        class Piece {
          void test(Handler handler, HttpClient client, KeyManagerFactory keys) throws Exception {
            CODE
          }

          void assertEquals(Object expected, Object found) {}
        }
        """
            .replace("CODE", code(name));
    String module = "module test { requires otus.server.http; requires java.net.http; }";
    jar().source("module-info.java", module).source("test/Piece.java", text).compile(directory);
  }
}
