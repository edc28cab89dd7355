package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Paths that the system cannot resolve in one call, but name by name: over 40 links, or 4,096
/// bytes.
class LongPathsTest extends SiteTest {
  private static final String LONG = "l".repeat(250);

  @ParameterizedTest
  @CsvSource({
    "inside, loop, 40, 200 plain",
    "follow, loop, 40, 200 plain",
    "inside, loop, 41, 404",
    "follow, loop, 41, 404",
    "follow, long, 15, 200 plain",
  })
  void links_on_one_path_are_limited(String symlinks, String link, int times, String expected)
      throws Exception {
    makeLinks();
    handler("symlinks", symlinks);
    assertEquals(expected, outcome(path(link, times) + "plain.txt"));
  }

  @ParameterizedTest
  @CsvSource({
    "inside, loop, 0", "inside, loop, 40", "inside, loop, 45", "inside, long, 17",
    "follow, loop, 0", "follow, loop, 39", "follow, loop, 40", "follow, loop, 45",
    "follow, loop, 400", "follow, long, 15", "follow, long, 17", "follow, long, 25",
  })
  void no_number_of_links_leads_to_a_hidden_name(String symlinks, String link, int times)
      throws Exception {
    makeLinks();
    handler("symlinks", symlinks, "listing", "true");
    String directory = path(link, times);
    assertEquals("404", outcome(directory + "g/config"));
    assertEquals("404", outcome(directory + "to-config"));
    assertEquals("404", outcome(directory + "g"));
    assertEquals("404", outcome(directory + "g/"));
    String listing = outcome(directory + "?format=json");
    assertEquals(-1, listing.indexOf("\"g\""));
    assertEquals(-1, listing.indexOf("config"));
    assertEquals(listing.startsWith("200"), listing.contains("plain.txt"));
    assertEquals(listing.startsWith("200"), outcome(directory + "plain.txt").equals("200 plain"));
  }

  @Test
  void listed_entries_can_be_fetched_even_if_their_paths_are_too_long() throws Exception {
    StringBuilder target = new StringBuilder("/");
    StringBuilder script = new StringBuilder("set -e\n");
    for (int left = 4_000 - root.toString().length(); left > 0; left -= 201) {
      String name = "d".repeat(Math.min(200, left));
      script.append("mkdir ").append(name).append("; cd -P ").append(name).append('\n');
      target.append(name).append('/');
    }
    run(
        script
            + "mkdir .git; echo secret > .git/config; ln -s .git g; echo a > a; echo b > "
            + LONG);
    try {
      handler("listing", "true", "symlinks", "follow");
      String listing = outcome(target + "?format=json");
      assertEquals("200", listing.substring(0, 3));
      assertEquals("200 a\n", outcome(target + "a"));
      assertEquals(-1, listing.indexOf("\"g\""));
      assertEquals("404", outcome(target + "g/config"));
      assertEquals(
          outcome(target + LONG).startsWith("200"), listing.contains('"' + LONG + '"'), listing);
    } finally {
      run("rm -rf d*"); // JUnit cannot delete it, because it uses whole paths
    }
  }

  private void makeLinks() throws Exception {
    write("plain.txt", "plain");
    write(".git/config", "secret");
    for (String[] link :
        new String[][] {{"g", ".git"}, {"to-config", "g/config"}, {"loop", "."}, {LONG, "."}}) {
      Files.createSymbolicLink(root.resolve(link[0]), Path.of(link[1]));
    }
  }

  private static String path(String link, int times) {
    return "/" + (link.equals("long") ? LONG + "/" : link + "/").repeat(times);
  }

  private void run(String script) throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", script).directory(root.toFile()).start();
    assertEquals(0, shell.waitFor());
  }
}
