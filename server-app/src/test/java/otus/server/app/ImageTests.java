package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Base of the tests of the image: a site with one file, and helper methods.
abstract class ImageTests {
  static final Image IMAGE = Image.built();
  static final List<String> LAUNCHER = List.of(IMAGE.launcher());
  static final String MAIN = "otus.server.app/otus.server.app.Main";

  @TempDir Path directory;

  Path site;

  @BeforeEach
  void fill() throws Exception {
    site = Files.createDirectory(directory.resolve("site"));
    Files.writeString(site.resolve("hello.txt"), "Hello!\n");
  }

  Image.Started start(String... more) throws Exception {
    return start(LAUNCHER, Map.of(), more);
  }

  Image.Started start(List<String> launcher, Map<String, String> environment, String... more)
      throws Exception {
    List<String> command = new ArrayList<>(launcher);
    command.addAll(List.of("--port", "0", "--root", site.toString()));
    command.addAll(List.of(more));
    return Image.start(command, environment);
  }

  static HttpResponse<String> get(URI url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  static void assertAnswers(URI url) throws Exception {
    HttpResponse<String> response = get(url.resolve("hello.txt"));
    assertEquals(200, response.statusCode());
    assertEquals("Hello!\n", response.body());
  }

  static void assertUsageError(String message, Image.Result result) {
    assertEquals(List.of("otus-server: " + message), result.err());
    assertEquals(2, result.code());
    assertEquals(List.of(), result.out());
  }

  /// The start of a command that runs as the user `nobody`, because root can read every directory
  /// and has no process limit. Skips the test if that user cannot access the image.
  static List<String> nobody() throws Exception {
    List<String> nobody = List.of("setpriv", "--reuid=65534", "--clear-groups");
    List<String> look = new ArrayList<>(nobody);
    look.addAll(List.of("test", "-x", IMAGE.launcher()));
    assumeTrue(Image.run(look).code() == 0, "only root can access the image");
    return nobody;
  }
}
