package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigTextTest {
  @TempDir Path directory;

  private static Stream<Flag> settings() {
    return Arrays.stream(Flag.values()).filter(Flag::isSetting);
  }

  private static String config(Map<String, String> environment, String... line) {
    String[] all = Stream.concat(Stream.of("config"), Arrays.stream(line)).toArray(String[]::new);
    Command command = CommandLine.read(environment, _ -> {}, all);
    return assertInstanceOf(Command.ShowConfig.class, command, command.toString()).text();
  }

  private static List<String> values(String text) {
    return text.lines().map(line -> line.replaceFirst(" +# .*$", "")).toList();
  }

  /// Asserts that the text is a file with the same settings, and returns it.
  private String roundTrip(Map<String, String> environment, String... line) throws IOException {
    String text = config(environment, line);
    Path file = Files.writeString(directory.resolve("printed.toml"), text);
    String again = config(Map.of(), "-c", file.toString());
    assertEquals(values(text), values(again));
    assertTrue(again.lines().noneMatch(each -> each.endsWith("# default")), again);
    return text;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void text_is_a_file_with_the_same_settings(Flag flag) throws IOException {
    String text = roundTrip(Map.of(), FlagUseTest.with(flag, FlagUseTest.argument(flag)));
    String line = text.lines().filter(l -> l.startsWith(flag.key() + " = ")).findFirst().get();
    assertTrue(line.endsWith("# " + flag.longName()), line);
  }

  @Test
  void each_setting_occurs_once_with_its_default() throws IOException {
    String text = roundTrip(Map.of());
    for (Flag flag : settings().toList()) {
      assertEquals(
          1,
          text.lines()
              .filter(l -> l.matches("(" + flag.key() + " = .*# default|# " + flag.key() + " .*)"))
              .count(),
          flag.key());
    }
    for (String line :
        List.of(
            "port = 8080",
            "bind = [\"127.0.0.1\"]",
            "listing = false",
            "precompressed = true",
            "idle-timeout = \"75s\"",
            "header = []",
            "workers = " + Runtime.getRuntime().availableProcessors(),
            "# trusted-proxies is not set")) {
      assertTrue(values(text).contains(line), line + " in\n" + text);
    }
  }

  @Test
  void text_names_the_place_of_each_value() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("otus.toml"),
            """
            listing = true
            port = 1
            root = "."

            [[site]]
            hosts = ["a.example", "*.b.example"]
            listen = "unix:s"
            not-found = ""
            cors = true
            header = ["A: \\"\\\\"]
            """);
    String text =
        roundTrip(Map.of("OTUS_PORT", "2", "OTUS_COMPRESS", "no"), "-c" + file, "--spa", "-w3");
    assertTrue(text.contains("# " + file + ":1\n"), text);
    for (String line :
        List.of(
            "port = 2 +# OTUS_PORT",
            "compress = false +# OTUS_COMPRESS",
            "spa = true +# --spa",
            "workers = 3 +# --workers",
            "listing = true +# .*otus.toml:1",
            "root = \".*\" +# .*otus.toml:3",
            "charset .*",
            "hosts = \\[\"a.example\", \"\\*.b.example\"\\] +# .*otus.toml:5",
            "listen = \\[\"unix:.*/s\"\\] +# .*otus.toml:5",
            "not-found = \"\" +# .*otus.toml:8",
            "cors = true +# .*otus.toml:9",
            "header = \\[\"A: \\\\\"\\\\\\\\\"\\] +# .*otus.toml:10")) {
      assertTrue(
          text.lines().anyMatch(each -> each.matches("(# )?" + line)), line + " in\n" + text);
    }
  }

  @Test
  void directories_named_like_a_verb_are_served_with_a_path() {
    Command check = CommandLine.read("check", "src");
    assertEquals(
        Path.of("src").toAbsolutePath(),
        assertInstanceOf(Command.Check.class, check).options().root());
    assertEquals(
        new Command.UsageError("no such directory: " + Path.of("config").toAbsolutePath()),
        CommandLine.read("./config"));
  }
}
