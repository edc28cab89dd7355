package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.app.cli.Command;
import otus.server.app.cli.CommandLine;
import otus.server.app.config.Options;

class BannerTest {
  @TempDir Path directory;

  private String index(boolean terminal, String... more) {
    return Banner.index(options(terminal, more));
  }

  private Options options(boolean terminal, String... more) {
    String[] line = new String[more.length + 1];
    System.arraycopy(more, 0, line, 0, more.length);
    line[more.length] = directory.toString();
    Map<String, List<String>> defaults =
        terminal ? Map.of("--listing", List.of("--listing")) : Map.of();
    Command command = CommandLine.read(Map.of(), defaults, _ -> {}, line);
    return assertInstanceOf(Command.Serve.class, command).options();
  }

  @Test
  void hint_says_that_others_get_no_listing_by_default() throws Exception {
    String hint =
        "Stop with Ctrl-C. Reachable from this machine only; use --bind 0.0.0.0 to allow others";
    assertEquals(hint + ".\n", Banner.hint(options(false)));
    assertEquals(hint + ".\n", Banner.hint(options(true, "--listing")));
    assertEquals(hint + ", with --listing to list for them, too.\n", Banner.hint(options(true)));
    assertEquals("Stop with Ctrl-C.\n", Banner.hint(options(true, "--bind=0.0.0.0")));
    Files.createFile(directory.resolve("index.html"));
    assertEquals(hint + ".\n", Banner.hint(options(true)));
  }

  @Test
  void archive_is_not_searched_for_an_index() throws Exception {
    directory = Files.createFile(directory.resolve("site.zip"));
    assertEquals("", index(false));
  }

  @Test
  void root_without_an_index_is_mentioned_with_the_flag() throws Exception {
    String off = "No index.html here: / returns 404; use --listing to list directories.\n";
    assertEquals(off, index(false));
    assertEquals(off, index(true, "--bind=0.0.0.0"));
    assertEquals(
        "No index.html here: directories are listed, as by default on a terminal; see"
            + " --no-listing.\n",
        index(true));
    assertEquals(
        "No a.html or b.html here: / returns 404; use --listing to list directories.\n",
        index(false, "--index=a.html,b.html"));
    assertEquals(
        "No app.html here, the page of --spa: all missing paths return 404.\n",
        index(true, "--spa=app.html"));
    for (String flag : List.of("--listing", "--no-listing")) {
      assertEquals("", index(true, flag));
    }
    Files.createFile(directory.resolve("index.html"));
    assertEquals("", index(false));
    assertEquals("", index(true));
    assertEquals("", index(true, "--spa"));
  }
}
