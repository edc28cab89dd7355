package otus.server.staticfiles;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Response;

/// Precompressed files are subject to the same rules as their originals.
class PrecompressedContainmentTest extends SiteTest {

  private String sent(String target) throws Exception {
    Response response = get(target, "Accept-Encoding", "gzip, br");
    String coding = response.headers().first("Content-Encoding");
    return (coding == null ? "" : coding + " ") + AnswerReader.drain(response);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      useHeadersInDisplayName = true,
      textBlock =
          """
          target             | deny       | inside     | follow
          /linked.js         | plain      | gzip form  | gzip form
          /secret.js         | plain      | plain      | gzip secret
          /dangling.js       | plain      | plain      | plain
          /circle.js         | plain      | plain      | plain
          /to-dir.js      | plain      | plain      | plain
          /current/app.js    | 404        | gzip form  | gzip form
          /app.js            | 404        | gzip form  | gzip form
          /alias.js          | 404        | plain      | plain
          """)
  void links_are_followed_as_the_option_allows(
      String target, String deny, String inside, String follow) throws Exception {
    Path outside = Files.createDirectory(root.resolveSibling("outside"));
    Files.writeString(outside.resolve("secret.gz"), "secret");
    for (String name : new String[] {"linked", "secret", "dangling", "circle", "to-dir"}) {
      write(name + ".js", "plain");
    }
    write("forms/one", "form");
    write("v1/app.js", "plain");
    write("v1/app.js.gz", "form");
    link("linked.js.gz", "forms/one");
    link("secret.js.gz", "../outside/secret.gz");
    link("dangling.js.gz", "nowhere");
    link("circle.js.gz", "circle.js.gz");
    link("to-dir.js.gz", "forms");
    link("current", "v1");
    link("app.js", "v1/app.js");
    link("app.js.gz", "v1/app.js.gz");
    link("alias.js", "v1/app.js");
    int i = 0;
    for (String expected : new String[] {deny, inside, follow}) {
      handler("symlinks", new String[] {"deny", "inside", "follow"}[i++]);
      for (int again = 0; again < 3; again++) {
        String outcome = outcome(target, "Accept-Encoding", "gzip");
        assertEquals(expected, shown(outcome, target));
      }
    }
  }

  private String shown(String outcome, String target) throws Exception {
    return outcome.equals("404") ? outcome : sent(target);
  }

  @Test
  @Timeout(20)
  void pipes_sockets_devices_and_directories_are_never_opened() throws Exception {
    write("pipe.js", "plain");
    write("dir.js", "plain");
    write("socket.js", "plain");
    write("null.js", "plain");
    Process made = new ProcessBuilder("mkfifo", root.resolve("pipe.js.gz").toString()).start();
    assumeTrue(made.waitFor(10, SECONDS) && made.exitValue() == 0, "there is no mkfifo");
    Files.createDirectories(root.resolve("dir.js.gz"));
    link("null.js.gz", "/dev/null");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("socket.js.gz")));
      for (String symlinks : new String[] {"deny", "inside", "follow"}) {
        handler("symlinks", symlinks);
        for (String name : new String[] {"/pipe.js", "/dir.js", "/socket.js", "/null.js"}) {
          assertEquals("plain", sent(name));
          assertFalse(get(name).headers().has("Vary"), name);
        }
        assertEquals("404", outcome("/socket.js.gz"));
        assertEquals("404", outcome("/pipe.js.gz"));
      }
    }
    Files.delete(root.resolve("null.js.gz"));
  }

  @Test
  void next_variant_is_sent_if_the_first_is_unreadable() throws Exception {
    write("a.js", "plain");
    Path locked = write("a.js.br", "brotli");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    assumeTrue(!Files.isReadable(locked), "root may read everything");
    assertEquals("plain", sent("/a.js"));
    write("a.js.gz", "form");
    clock.advance(Duration.ofSeconds(1));
    assertEquals("gzip form", sent("/a.js"));
    assertEquals("gzip form", sent("/a.js"));
  }

  @ParameterizedTest
  @ValueSource(ints = {250, 251, 252, 253, 254, 255})
  void name_too_long_for_a_suffix_has_no_variants(int length) throws Exception {
    String name = "x".repeat(length - 3) + ".js";
    write(name, "plain");
    if (length <= 252) {
      write(name + ".gz", "form");
    }
    assertEquals(length <= 252 ? "gzip form" : "plain", sent("/" + name));
  }

  @Test
  void hidden_files_have_hidden_variants() throws Exception {
    write(".env", "plain");
    write(".env.gz", "form");
    assertEquals("404", outcome("/.env", "Accept-Encoding", "gzip"));
    assertEquals("404", outcome("/.env.gz"));
    handler("hidden", "true");
    assertEquals("gzip form", sent("/.env"));
  }

  @Test
  void directory_with_the_name_of_a_precompressed_file_is_not_a_variant() throws Exception {
    write("a.js", "plain");
    write("a.js.gz/inner", "form");
    assertEquals("plain", sent("/a.js"));
    assertEquals("404", outcome("/a.js/x"));
    Files.setLastModifiedTime(root.resolve("a.js.gz"), FileTime.from(NOW));
    assertEquals("301 a.js.gz/", outcome("/a.js.gz"));
  }
}
