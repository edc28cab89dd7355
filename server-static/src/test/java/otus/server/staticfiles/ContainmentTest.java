package otus.server.staticfiles;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Answer;
import otus.server.api.Response;

/// No file outside of the root is served, whatever the root contains.
class ContainmentTest extends SiteTest {
  private static final String SECRET = "the secret";

  /// Long enough to be recognised by its size in a listing.
  private static final String SECRET_TEXT = "x".repeat(4321);

  private Path outside;

  @BeforeEach
  void makeOutside() throws IOException {
    outside = Files.createDirectory(root.resolveSibling("outside"));
    Files.writeString(outside.resolve("secret.txt"), SECRET);
    Files.writeString(root.resolveSibling("root-next"), SECRET);
  }

  @ParameterizedTest(name = "{0}: {1}, {2}, {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          target                       | deny         | inside       | follow
          /plain.txt                   | 200 plain    | 200 plain    | 200 plain
          /real/inner.txt              | 200 inner    | 200 inner    | 200 inner
          /to-plain                    | 404          | 200 plain    | 200 plain
          /to-plain-absolute           | 404          | 200 plain    | 200 plain
          /to-real/inner.txt           | 404          | 200 inner    | 200 inner
          /to-real/                    | 404          | 200 index    | 200 index
          /to-real                     | 404          | 301 to-real/| 301 to-real/
          /chain3                      | 404          | 200 plain    | 200 plain
          /real/up/plain.txt           | 404          | 200 plain    | 200 plain
          /real/up                     | 404          | 301 up/| 301 up/
          /real/up/real/up/plain.txt   | 404          | 200 plain    | 200 plain
          /hidden-target               | 404          | 404          | 404
          /hidden-folder/config        | 404          | 404          | 404
          /hidden-folder               | 404          | 404          | 404
          /hidden-chain                | 404          | 404          | 404
          /to-well-known/x             | 404          | 200 known    | 200 known
          /to-dotted-outside           | 404          | 404          | 200 the secret
          /out-and-in                  | 404          | 404          | 200 plain
          /up/root/plain.txt           | 404          | 404          | 200 plain
          /up/nothing/plain.txt        | 404          | 404          | 404
          /up-absolute/root/plain.txt  | 404          | 404          | 200 plain
          /up-and-back                 | 404          | 404          | 200 plain
          /real/back/plain.txt         | 404          | 200 plain    | 200 plain
          /secret                      | 404          | 404          | 200 the secret
          /secret-absolute             | 404          | 404          | 200 the secret
          /next                        | 404          | 404          | 200 the secret
          /outside/secret.txt          | 404          | 404          | 200 the secret
          /outside                     | 404          | 404          | 301 outside/
          /outside/                    | 404          | 404          | 404
          /chain-out                   | 404          | 404          | 200 the secret
          /real/up-up/outside/secret.txt | 404        | 404          | 200 the secret
          /dangling                    | 404          | 404          | 404
          /dangling/x                  | 404          | 404          | 404
          /dangling-inside             | 404          | 404          | 404
          /loop                        | 404          | 404          | 404
          /loop-a                      | 404          | 404          | 404
          /loop-a/x                    | 404          | 404          | 404
          /into-file                   | 404          | 404          | 404
          """,
      useHeadersInDisplayName = true)
  void links_are_followed_as_the_option_allows(
      String target, String deny, String inside, String follow) throws Exception {
    makeLinks();
    handler("symlinks", "deny");
    assertEquals(deny, outcome(target));
    handler("symlinks", "inside");
    assertEquals(inside, outcome(target));
    handler();
    assertEquals(inside, outcome(target));
    handler("symlinks", "follow");
    assertEquals(follow, outcome(target));
  }

  private void makeLinks() throws IOException {
    write("plain.txt", "plain");
    write("real/inner.txt", "inner");
    write("real/index.html", "index");
    write(".dotted", "dotted");
    link("to-plain", "plain.txt");
    link("to-plain-absolute", root.resolve("plain.txt").toString());
    link("to-real", "real");
    link("chain1", "plain.txt");
    link("chain2", "chain1");
    link("chain3", "real/up/chain2");
    link("real/up", "..");
    link("real/up-up", "../..");
    write(".git/config", "secret");
    write(".well-known/x", "known");
    link("hidden-target", ".dotted");
    link("hidden-folder", ".git");
    link("hidden-chain", "hidden-folder/config");
    link("to-well-known", ".well-known");
    Files.writeString(outside.resolve(".dotted"), SECRET);
    link("to-dotted-outside", "../outside/.dotted");
    link("up", "..");
    link("up-absolute", root.getParent().toString());
    link("up-and-back", "../root/plain.txt");
    link("real/back", "../real/..");
    link("out-and-in", "../outside/back/plain.txt");
    Files.createSymbolicLink(outside.resolve("back"), root);
    link("secret", "../outside/secret.txt");
    link("secret-absolute", outside.resolve("secret.txt").toString());
    link("next", "../root-next");
    link("outside", "../outside");
    link("chain-out", "real/up-up/outside/secret.txt");
    link("dangling", "/nowhere/at/all");
    link("dangling-inside", "nothing");
    link("loop", "loop");
    link("loop-a", "loop-b");
    link("loop-b", "loop-a");
    link("into-file", "plain.txt/x");
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(name), Path.of(target));
  }

  @Test
  void link_has_the_media_type_of_its_own_name() throws Exception {
    write("..data/blob", "{}");
    link("manifest.json", "..data/blob");
    Response response = get("/manifest.json");
    assertEquals("application/json", response.headers().first("Content-Type"));
    AnswerReader.drain(response);
  }

  @ParameterizedTest
  @ValueSource(strings = {"inside", "follow"})
  void link_to_a_hidden_name_is_followed_if_hidden_names_are_served(String symlinks)
      throws Exception {
    makeLinks();
    handler("symlinks", symlinks, "hidden", "true");
    assertEquals("200 dotted", outcome("/hidden-target"));
    assertEquals("200 secret", outcome("/hidden-folder/config"));
  }

  @Test
  void link_may_reach_the_root_by_another_path() throws Exception {
    write("plain.txt", "plain");
    Files.createSymbolicLink(root.resolveSibling("current"), root);
    link("by-alias", root.resolveSibling("current").resolve("plain.txt").toString());
    link("itself", root.toString());
    assertEquals("200 plain", outcome("/by-alias"));
    assertEquals("200 plain", outcome("/itself/plain.txt"));
  }

  @Test
  void root_that_is_a_link_may_be_redirected() throws Exception {
    Path current = root.resolveSibling("current");
    for (String release : new String[] {"v1", "v2"}) {
      write(release + "/page.txt", release);
      link(release + "/link.txt", "page.txt");
    }
    Files.createSymbolicLink(current, root.resolve("v1"));
    handler("root", current.toString(), "cache-revalidate", "0s");
    assertEquals("200 v1", outcome("/page.txt"));
    assertEquals("200 v1", outcome("/link.txt"));
    Path staged = Files.createSymbolicLink(root.resolve("staged"), root.resolve("v2"));
    Files.move(staged, current, StandardCopyOption.ATOMIC_MOVE);
    assertEquals("200 v2", outcome("/page.txt"));
    assertEquals("200 v2", outcome("/link.txt"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"deny", "inside", "follow"})
  @Timeout(20)
  void pipes_sockets_and_devices_are_never_opened(String symlinks) throws Exception {
    Process made = new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start();
    assumeTrue(made.waitFor(10, SECONDS) && made.exitValue() == 0, "there is no mkfifo");
    link("to-pipe", "pipe");
    link("null", "/dev/null");
    handler("symlinks", symlinks, "index", "pipe");
    // Opening the pipe would wait for a writer until the test times out.
    for (String target :
        new String[] {"/pipe", "/pipe/", "/pipe/x", "/to-pipe", "/to-pipe/x", "/", "/null"}) {
      assertEquals("404", outcome(target));
    }
    // JUnit warns about links that lead out of the directory that it deletes.
    Files.delete(root.resolve("null"));
  }

  @Test
  @Timeout(20)
  void root_replaced_by_a_pipe_is_not_opened() throws Exception {
    Path site = Files.createDirectory(root.resolveSibling("site"));
    Files.writeString(site.resolve("page.txt"), "page");
    handler("root", site.toString(), "cache-revalidate", "0s");
    assertEquals("200 page", outcome("/page.txt"));
    Files.move(site, root.resolveSibling("away"));
    Process made = new ProcessBuilder("mkfifo", site.toString()).start();
    assumeTrue(made.waitFor(10, SECONDS) && made.exitValue() == 0, "there is no mkfifo");
    assertEquals("404", outcome("/page.txt"));
    assertEquals("404", outcome("/"));
    Files.delete(site);
    Files.move(root.resolveSibling("away"), site);
    assertEquals("200 page", outcome("/page.txt"));
  }

  @Test
  void unreadable_file_is_forbidden() throws Exception {
    Path file = write("private.txt", SECRET);
    Path directory = write("locked/file.txt", SECRET).getParent();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(!Files.isReadable(file), "root may read everything");
      for (int i = 0; i < 2; i++) {
        assertEquals("403", outcome("/private.txt"));
        assertEquals("403", outcome("/locked/file.txt"));
        assertEquals("403", outcome("/locked/"));
        assertEquals("301 locked/", outcome("/locked"));
      }
    } finally {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /// One thread exchanges a directory and a link to the outside as fast as it can; the other sends
  /// requests.
  @ParameterizedTest
  @CsvSource({"/dir/secret.txt, deny", "/dir/secret.txt, inside", "/entry/secret.txt, inside"})
  void directory_exchanged_for_a_link_during_the_walk_is_not_followed(
      String target, String symlinks) throws Exception {
    link("entry", "dir");
    handler("symlinks", symlinks, "cache-revalidate", "0s");
    write("spare/secret.txt", "public");
    Files.createSymbolicLink(outside.resolve("trap"), outside);
    race(
        target,
        () -> {
          Files.move(root.resolve("spare"), root.resolve("dir"));
          Files.move(root.resolve("dir"), root.resolve("spare"));
          Files.move(outside.resolve("trap"), root.resolve("dir"));
          Files.move(root.resolve("dir"), outside.resolve("trap"));
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"deny", "inside"})
  void file_exchanged_for_a_link_during_the_walk_is_not_followed(String symlinks) throws Exception {
    handler("symlinks", symlinks, "cache-revalidate", "0s");
    write("file.txt", "public");
    race(
        "/file.txt",
        () -> {
          Files.createSymbolicLink(root.resolve("next"), outside.resolve("secret.txt"));
          Files.move(
              root.resolve("next"), root.resolve("file.txt"), StandardCopyOption.ATOMIC_MOVE);
          Files.writeString(root.resolve("next"), "public");
          Files.move(
              root.resolve("next"), root.resolve("file.txt"), StandardCopyOption.ATOMIC_MOVE);
        });
  }

  @Test
  void link_redirected_outside_during_the_walk_is_not_followed() throws Exception {
    handler("cache-revalidate", "0s");
    write("real/secret.txt", "public");
    link("dir", "real");
    race(
        "/dir/secret.txt",
        () -> {
          link("next", outside.toString());
          Files.move(root.resolve("next"), root.resolve("dir"), StandardCopyOption.ATOMIC_MOVE);
          link("next", "real");
          Files.move(root.resolve("next"), root.resolve("dir"), StandardCopyOption.ATOMIC_MOVE);
        });
  }

  /// A link alternates between a public directory and a hidden one.
  @Test
  void exchanged_link_shows_no_hidden_name() throws Exception {
    handler("symlinks", "follow", "cache-revalidate", "0s");
    write("public/secret.txt", "public");
    write(".git/secret.txt", SECRET);
    link("dir", "public");
    race("/dir/secret.txt", () -> exchange("dir", "public", ".git"));
  }

  @Test
  void exchanged_link_to_a_file_shows_no_hidden_file() throws Exception {
    handler("symlinks", "follow", "cache-revalidate", "0s");
    write("public.txt", "public");
    write(".secret.txt", SECRET);
    link("file.txt", "public.txt");
    race("/file.txt", () -> exchange("file.txt", "public.txt", ".secret.txt"));
  }

  /// The exchanged link is outside of the root, where no name is hidden.
  @Test
  void exchanged_link_outside_shows_no_hidden_name() throws Exception {
    handler("symlinks", "follow", "cache-revalidate", "0s");
    write(".git/secret.txt", SECRET);
    Files.createDirectory(outside.resolve("public"));
    Files.writeString(outside.resolve("public/secret.txt"), "public");
    link("dir", "../outside/dir");
    Files.createSymbolicLink(outside.resolve("dir"), Path.of("public"));
    race("/dir/secret.txt", () -> exchange("../outside/dir", "public", "../root/.git"));
  }

  /// A directory outside is exchanged for a link to a hidden directory.
  @Test
  void directory_outside_exchanged_for_a_link_shows_no_hidden_name() throws Exception {
    handler("symlinks", "follow", "cache-revalidate", "0s");
    write(".git/secret.txt", SECRET);
    Path spare = Files.createDirectory(outside.resolve("spare"));
    Files.writeString(spare.resolve("secret.txt"), "public");
    Path trap = Files.createSymbolicLink(outside.resolve("trap"), Path.of("../root/.git"));
    Path dir = outside.resolve("dir");
    link("dir", "../outside/dir");
    race(
        "/dir/secret.txt",
        () -> {
          Files.move(spare, dir);
          Files.move(dir, spare);
          Files.move(trap, dir);
          Files.move(dir, trap);
        });
  }

  @Test
  void link_to_the_root_through_a_link_outside_hides_the_same_names() throws Exception {
    handler("symlinks", "follow");
    write("plain.txt", "plain");
    write(".git/config", SECRET);
    Files.createSymbolicLink(outside.resolve("site"), root);
    link("site", "../outside/site");
    link("git", "../outside/site/.git");
    assertEquals("200 plain", outcome("/site/plain.txt"));
    assertEquals("404", outcome("/git/config"));
  }

  @Test
  void listing_of_an_exchanged_link_shows_no_hidden_directory() throws Exception {
    handler("symlinks", "follow", "listing", "true");
    write("public/public", "");
    write(".git/" + SECRET, "");
    link("dir", "public");
    race("/dir/?format=json", () -> exchange("dir", "public", ".git"), "\"public\"");
  }

  /// A directory outside, to which links in the root lead, is exchanged for a link to a hidden
  /// directory. A listing shows neither its entries nor the attributes of a file in it.
  @ParameterizedTest
  @CsvSource({"/dir/?format=json, public", "/all/?format=json, '\"size\":6'"})
  void listing_shows_no_hidden_directory_exchanged_for_one_outside(String target, String right)
      throws Exception {
    handler("symlinks", "follow", "listing", "true");
    write(".git/sub/" + SECRET, "");
    write(".git/file", SECRET_TEXT);
    Path spare = Files.createDirectories(outside.resolve("spare"));
    Files.createFile(Files.createDirectory(spare.resolve("sub")).resolve("public"));
    Files.writeString(spare.resolve("file"), "public");
    Path trap = Files.createSymbolicLink(outside.resolve("trap"), Path.of("../root/.git"));
    Path dir = outside.resolve("dir");
    link("dir", "../outside/dir/sub");
    Files.createDirectory(root.resolve("all"));
    link("all/file", "../../outside/dir/file");
    race(
        target,
        () -> {
          Files.move(spare, dir);
          Files.move(dir, spare);
          Files.move(trap, dir);
          Files.move(dir, trap);
        },
        right);
  }

  /// Redirects a link to one target, then to the other.
  private void exchange(String link, String one, String other) throws IOException {
    for (String target : new String[] {other, one}) {
      Path next = Files.createSymbolicLink(root.resolve(link + ".next"), Path.of(target));
      Files.move(next, root.resolve(link), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private interface FileChange {
    void run() throws IOException;
  }

  private void race(String target, FileChange change) throws Exception {
    race(target, change, "public");
  }

  private void race(String target, FileChange change, String right) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicBoolean failed = new AtomicBoolean();
    Thread exchanger =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!over.get()) {
                      change.run();
                    }
                  } catch (IOException e) {
                    failed.set(true);
                  }
                });
    int served = 0;
    try {
      for (int i = 0; i < 20_000 || (served == 0 && i < 1_000_000); i++) {
        Answer answer;
        try {
          answer = answer("GET", target);
        } catch (IOException e) {
          continue; // changed in every attempt: a 500, but no secret
        }
        if (answer instanceof Response response) {
          String text = AnswerReader.drain(response);
          assertFalse(text.contains(SECRET) || text.contains("4321"), text);
          served += text.contains(right) ? 1 : 0;
        }
      }
    } finally {
      over.set(true);
      exchanger.join();
    }
    assertFalse(failed.get());
    assertTrue(served > 0, "the race was one-sided");
  }
}
