package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.app.config.Options;

/// The examples of docs/configuration.md, and the longer one that it refers to.
class ConfigurationDocTest {
  private static final Path DOC = Path.of("..", "docs", "configuration.md");
  private static final Path EXAMPLE = Path.of("..", "examples", "operations", "otus.toml");
  private static final Pattern BLOCK = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);

  private static final Pattern EXPLAIN =
      Pattern.compile("otus-server -c otus.toml --explain (\\S+)");

  @TempDir Path directory;

  @BeforeEach
  void fill() throws IOException {
    for (String name : List.of("www", "example", "api", "internal")) {
      Files.createDirectory(directory.resolve(name));
    }
  }

  private static Options options(Path file) {
    Command command = CommandLine.read("--config", file.toString());
    return assertInstanceOf(Command.Serve.class, command, command.toString()).options();
  }

  private Options block(int number) throws IOException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(DOC)).results().map(match -> match.group(1)).toList();
    assertEquals(2, blocks.size());
    return options(Files.writeString(directory.resolve("otus.toml"), blocks.get(number)));
  }

  @Test
  void first_file_sets_what_the_text_says() throws IOException {
    Options options = block(0);
    assertEquals(directory.resolve("www"), options.root());
    assertEquals("false", options.content().get("precompressed"));
    assertEquals(3, options.filters().size());
    assertEquals(10 << 20, options.limits().requests().maxBodySize());
  }

  @Test
  void sites_are_those_that_the_text_explains() throws IOException {
    Options options = block(1);
    assertEquals(3, options.sites().size());
    assertEquals(List.of("*"), options.sites().getLast().hosts());
    assertEquals(
        List.of("static"),
        options.sites().get(1).mounts().stream().map(mount -> mount.spec().name()).toList());
    options
        .sites()
        .forEach(site -> assertEquals("security-headers", site.filters().getFirst().spec().name()));
  }

  @Test
  void requests_for_its_listeners_can_be_explained() throws IOException {
    Path file = directory.resolve("otus.toml");
    block(1);
    List<String> commands =
        EXPLAIN.matcher(Files.readString(DOC)).results().map(match -> match.group(1)).toList();
    assertEquals(2, commands.size());
    for (String url : commands) {
      Command command = CommandLine.read("--config", file.toString(), "--explain", url);
      assertInstanceOf(Command.Explain.class, command, command.toString());
    }
  }

  @Test
  void longer_example_is_valid() {
    Options options = options(EXAMPLE);
    assertEquals(2, options.sites().size());
    assertEquals(2, options.listeners().size());
    assertEquals(0, options.addresses().size());
  }
}
