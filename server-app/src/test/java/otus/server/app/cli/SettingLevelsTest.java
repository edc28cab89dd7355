package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.app.config.Options;
import otus.server.app.toml.TomlText;

/// Flags, variables and keys: each setting has all three, with the same effect, and the upper level
/// takes precedence.
class SettingLevelsTest {
  @TempDir Path directory;

  private static Stream<Flag> settings() {
    return Arrays.stream(Flag.values()).filter(Flag::isSetting);
  }

  /// The value of a flag in [FlagUseTest]; `true` or `false` for a switch.
  private static String value(Flag flag) {
    String argument = FlagUseTest.argument(flag);
    int sign = argument.indexOf('=');
    String value = sign < 0 ? String.valueOf(!Flag.isOff(argument)) : argument.substring(sign + 1);
    // A path in a file is relative to the file, so that only absolute ones mean the same.
    return RelativePaths.resolve(flag, value, Path.of("").toAbsolutePath());
  }

  private static String argument(Flag flag) {
    String argument = FlagUseTest.argument(flag);
    return argument.contains("=") ? flag.longName() + "=" + value(flag) : argument;
  }

  private static String pair(Flag flag) {
    String value = value(flag);
    boolean bool = value.equals("true") || value.equals("false");
    return flag.key() + " = " + (bool ? value : TomlText.string(value)) + "\n";
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("otus.toml"), text);
  }

  private static Options options(Map<String, String> environment, String... line) {
    List<String> warnings = new ArrayList<>();
    Command command = CommandLine.read(environment, warnings::add, line);
    assertEquals(List.of(), warnings);
    return assertInstanceOf(Command.Serve.class, command, command.toString()).options();
  }

  /// Returns the settings with the places of values replaced by the names of the flags.
  private static String withoutPlaces(Options options) {
    String text = options.toString().replaceAll("[^ =]+otus.toml:\\d+: ", "--");
    for (Flag flag : Flag.values()) {
      text = text.replace(flag.variable() + " ", flag.longName() + " ");
      text = text.replaceAll("=" + flag.variable() + "(?=[],])", "=" + flag.longName());
    }
    return text;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void variable_and_key_have_the_effect_of_the_flag(Flag flag) throws IOException {
    String expected = withoutPlaces(options(Map.of(), FlagUseTest.with(flag, argument(flag))));
    assertNotEquals(withoutPlaces(options(Map.of(), FlagUseTest.with(flag))), expected);
    Map<String, String> variable = Map.of(flag.variable(), value(flag));
    assertEquals(expected, withoutPlaces(options(variable, FlagUseTest.with(flag))));
    String[] file = FlagUseTest.with(flag, "-c", file(pair(flag)).toString());
    assertEquals(expected, withoutPlaces(options(Map.of(), file)));
  }

  @Test
  void only_actions_have_no_key_and_no_variable() throws IOException {
    for (Flag flag : Flag.values()) {
      if (!flag.isSetting() && flag.section != HelpSection.HIDDEN) {
        Path file = file(flag.key() + " = true\n");
        assertInstanceOf(
            Command.UsageError.class, CommandLine.read("--config", file.toString()), flag.key());
      }
    }
  }

  @Test
  void variable_names_the_file() throws IOException {
    String file = file("port = 1234").toString();
    assertEquals(1234, options(Map.of("OTUS_CONFIG", file)).port());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --port=1 | 2 | 3 | 1
          --port=1 | 2 |   | 1
          --port=1 |   | 3 | 1
                   | 2 | 3 | 2
                   | 2 |   | 2
                   |   | 3 | 3
                   |   |   | 8080
          """)
  void upper_level_takes_precedence(String flag, String variable, String key, int port)
      throws IOException {
    List<String> line = new ArrayList<>();
    Map<String, String> environment = new HashMap<>();
    if (flag != null) {
      line.add(flag);
    }
    if (variable != null) {
      environment.put("OTUS_PORT", variable);
    }
    if (key != null) {
      line.add("--config=" + file("port = " + key));
    }
    assertEquals(port, options(environment, line.toArray(String[]::new)).port());
  }

  @Test
  void list_of_an_upper_level_replaces_the_lower_one_as_a_whole() throws IOException {
    String file = "--config=" + file("header = [\"A: 1\", \"B: 1\"]\nlisting = true\n");
    assertEquals(2, options(Map.of(), file).filters().size());
    assertEquals(1, options(Map.of(), file, "-H", "C: 1").filters().size());
    assertEquals(3, options(Map.of("OTUS_HEADER", "C: 1\nD: 1\n\nE: 1\n"), file).filters().size());
    assertEquals(
        1, options(Map.of("OTUS_HEADER", "C: 1\nD: 1"), file, "-H", "E: 1").filters().size());
  }

  @Test
  void variable_turns_off_a_switch_of_the_file() throws IOException {
    String file = "--config=" + file("listing = true\ncors = true\nprecompressed = true\n");
    assertEquals("true", options(Map.of(), file).content().get("listing"));
    for (String off : List.of("false", "0", "no", "FALSE")) {
      Options options =
          options(Map.of("OTUS_LISTING", off, "OTUS_CORS", off, "OTUS_PRECOMPRESSED", off), file);
      assertFalse(options.content().containsKey("listing"));
      assertEquals(List.of(), options.filters());
      assertEquals("false", options.content().get("precompressed"));
    }
  }

  @Test
  void directory_of_the_command_line_replaces_the_root_of_other_levels() throws IOException {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    String file = "--config=" + file("root = \"inner\"\n");
    assertEquals(inner, options(Map.of(), file).root());
    assertEquals(directory, options(Map.of(), file, directory.toString()).root());
    assertEquals(
        directory, options(Map.of("OTUS_ROOT", "/no"), "-r", directory.toString(), file).root());
  }

  @Test
  void paths_are_relative_to_the_file() throws IOException {
    Files.createDirectory(directory.resolve("www"));
    Options options =
        options(
            Map.of(),
            "--config="
                + file(
                    """
                    root = "www"
                    auth-file = "a/../users"
                    error-page = ["404=e.html", "5xx=/abs.html"]
                    listen = "unix:s"
                    plugins = "p"
                    mount = ["/a=static:root=x,hidden=true", "/b=other:root=x"]
                    filter = "/a=auth:file=u"
                    not-found = "404.html"
                    """));
    String text = options.toString();
    for (String path : List.of("www", "users", "e.html", "s", "p", "x", "u")) {
      assertTrue(text.contains(directory.resolve(path).toString()), path + " in " + text);
    }
    assertTrue(text.contains("{file=/abs.html") || text.contains("file=/abs.html"), text);
    assertTrue(text.contains("name=other, options={root=x}"), text);
    assertEquals("404.html", options.content().get("not-found"));
  }

  @Test
  void header_of_the_file_applies_to_responses_when_flags_are_request_fields() throws IOException {
    Command command =
        CommandLine.read("--explain=/", "-H", "A: b", "-c", file("header = \"C: d\"").toString());
    Command.Explain explain = assertInstanceOf(Command.Explain.class, command);
    assertEquals(List.of("A: b"), explain.explainRequest().fields());
    assertEquals(1, explain.options().filters().size());
  }

  @ParameterizedTest
  @CsvSource({
    "OTUS_PORT, tcp://10.0.0.1:80",
    "OTUS_SERVER_PORT, tcp://10.0.0.1:80",
    "OTUS_SERVICE_HOST, 10.0.0.1",
    "OTUS_SERVICE_PORT, 80",
    "OTUS_SERVICE_PORT_HTTP, 80",
    "OTUS_PORT_80_TCP, tcp://10.0.0.1:80",
    "OTUS_PORT_80_TCP_ADDR, 10.0.0.1",
    "OTUS_SERVER_PORT_80_TCP_PROTO, tcp",
    "OTUS_DEBUG, 1",
    "OTUS_JAVA_OPTS, -Xmx1g",
    "OTUS_PORT, ''",
    "OTHER, x",
  })
  void other_variables_are_ignored_silently(String name, String value) {
    assertEquals(options(Map.of()), options(Map.of(name, value)));
  }

  @Test
  void unknown_variable_is_a_warning() {
    List<String> warnings = new ArrayList<>();
    assertInstanceOf(
        Command.Serve.class,
        CommandLine.read(Map.of("OTUS_PROT", "1", "OTUS_X", "1"), warnings::add));
    assertEquals(
        List.of(
            "ignored the unknown variable OTUS_PROT (did you mean OTUS_PORT?)",
            "ignored the unknown variable OTUS_X"),
        warnings.stream()
            .map(
                w ->
                    w.startsWith("ignored the unknown variable OTUS_X")
                        ? "ignored the unknown variable OTUS_X"
                        : w)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "OTUS_PORT, x, OTUS_PORT: invalid port (0 to 65535): x",
    "OTUS_MAX_BODY, x, 'OTUS_MAX_BODY must be a size such as 4096, 64k or 1g, not x'",
    "OTUS_LISTING, x, 'OTUS_LISTING must be true, false, yes, no, 1 or 0, not x'",
    "OTUS_ROOT, /no/such, OTUS_ROOT: no such directory: /no/such",
    "OTUS_MOUNT, x, 'OTUS_MOUNT must be /path=handler[:option=value,...], not x'",
    "OTUS_CONFIG, /no/such, no such configuration file: /no/such",
  })
  void usage_error_names_the_variable(String name, String value, String message) {
    assertEquals(new Command.UsageError(message), CommandLine.read(Map.of(name, value), _ -> {}));
  }
}
