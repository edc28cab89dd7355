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

/// What lies beside a file is under the same rules as the file.
class SiblingContainmentTest extends SiteTest {

  private String sent(String target) throws Exception {
    Response response = get(target, "Accept-Encoding", "gzip, br");
    String coding = response.headers().first("Content-Encoding");
    return (coding == null ? "" : coding + " ") + Answers.drain(response);
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
          /to-folder.js      | plain      | plain      | plain
          /current/app.js    | 404        | gzip form  | gzip form
          /app.js            | 404        | gzip form  | gzip form
          /alias.js          | 404        | plain      | plain
          """)
  void links_lead_as_far_as_the_option_says(
      String target, String deny, String inside, String follow) throws Exception {
    Path outside = Files.createDirectory(root.resolveSibling("outside"));
    Files.writeString(outside.resolve("secret.gz"), "secret");
    for (String name : new String[] {"linked", "secret", "dangling", "circle", "to-folder"}) {
      write(name + ".js", "plain");
    }
    write("forms/one", "form");
    write("v1/app.js", "plain");
    write("v1/app.js.gz", "form");
    link("linked.js.gz", "forms/one");
    link("secret.js.gz", "../outside/secret.gz");
    link("dangling.js.gz", "nowhere");
    link("circle.js.gz", "circle.js.gz");
    link("to-folder.js.gz", "forms");
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
  void pipes_sockets_devices_and_folders_are_never_opened() throws Exception {
    write("pipe.js", "plain");
    write("folder.js", "plain");
    write("socket.js", "plain");
    write("null.js", "plain");
    Process made = new ProcessBuilder("mkfifo", root.resolve("pipe.js.gz").toString()).start();
    assumeTrue(made.waitFor(10, SECONDS) && made.exitValue() == 0, "there is no mkfifo");
    Files.createDirectories(root.resolve("folder.js.gz"));
    link("null.js.gz", "/dev/null");
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(root.resolve("socket.js.gz")));
      for (String symlinks : new String[] {"deny", "inside", "follow"}) {
        handler("symlinks", symlinks);
        for (String name : new String[] {"/pipe.js", "/folder.js", "/socket.js", "/null.js"}) {
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
  void a_form_that_may_not_be_read_gives_way_to_the_next() throws Exception {
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
  void a_name_too_long_for_a_suffix_has_no_forms(int length) throws Exception {
    String name = "x".repeat(length - 3) + ".js";
    write(name, "plain");
    if (length <= 252) {
      write(name + ".gz", "form");
    }
    assertEquals(length <= 252 ? "gzip form" : "plain", sent("/" + name));
  }

  @Test
  void hidden_files_have_hidden_forms() throws Exception {
    write(".env", "plain");
    write(".env.gz", "form");
    assertEquals("404", outcome("/.env", "Accept-Encoding", "gzip"));
    assertEquals("404", outcome("/.env.gz"));
    handler("hidden", "true");
    assertEquals("gzip form", sent("/.env"));
  }

  @Test
  void a_form_is_not_found_through_what_is_no_folder() throws Exception {
    write("a.js", "plain");
    write("a.js.gz/inner", "form");
    assertEquals("plain", sent("/a.js"));
    assertEquals("404", outcome("/a.js/x"));
    Files.setLastModifiedTime(root.resolve("a.js.gz"), FileTime.from(NOW));
    assertEquals("301 a.js.gz/", outcome("/a.js.gz"));
  }
}
