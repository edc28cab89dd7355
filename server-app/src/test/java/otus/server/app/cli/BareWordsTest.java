package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.app.config.Options;

/// Command lines of a few words: a directory, a port, and what a terminal adds.
class BareWordsTest {
  private static final Map<String, List<String>> AT_TERMINAL =
      Map.of("--listing", List.of("--listing"));

  @TempDir Path directory;

  private static Options options(Map<String, List<String>> defaults, String... line) {
    return assertInstanceOf(
            Command.Serve.class, CommandLine.read(Map.of(), defaults, _ -> {}, line))
        .options();
  }

  private static Options options(String... line) {
    return options(Map.of(), line);
  }

  private static String fault(String... line) {
    return assertInstanceOf(Command.UsageError.class, CommandLine.read(line)).message();
  }

  @Test
  void number_is_the_port() {
    assertEquals(9000, options("9000").port());
    assertEquals(Path.of("").toAbsolutePath(), options("9000").root());
    assertEquals(options(directory + "", "--port=0"), options(directory + "", "0"));
    assertEquals(options("-r", directory + "", "-p9000"), options("9000", "-r", directory + ""));
  }

  @Test
  void number_is_a_directory_if_it_exists_or_the_port_is_given() throws Exception {
    Files.createDirectory(directory.resolve("9000"));
    assertEquals(8080, options(directory.resolve("9000").toString()).port());
    assertEquals("no such directory: " + Path.of("9000").toAbsolutePath(), fault("9000", "-p1"));
    assertEquals("no such directory: " + Path.of("65536").toAbsolutePath(), fault("65536"));
  }

  @Test
  void help_and_version_are_words_as_well() {
    assertEquals(new Command.Help(true), CommandLine.read("help"));
    assertEquals(new Command.Version(), CommandLine.read("version"));
    assertEquals("help takes flags only, not me", fault("help", "me"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', true",
        "src, true",
        "--port=9000, true",
        "9000 --open --qr src, true",
        "src --no-listing, -",
        "src --cors --tls-self-signed --hidden --workers=1, true",
        "--bind=127.0.0.1 --bind=localhost --bind=::1, true",
        "--bind=127.0.0.1 --bind=0.0.0.0, -",
        "--bind=0.0.0.0 --listing, true",
        "'--listen=9000 --listen=127.0.0.1:9001,tls --listen=[::1]:9002 --tls-self-signed', true",
        "--listen=0.0.0.0:9000, -",
        "--listen=unix:/tmp/s, -",
        "--trusted-proxies=127.0.0.1, -",
        "--allowed-hosts=a.example, -",
        "src --index=a.html, -",
        "src --spa, -",
        "--mount=/a=static:root=src, -",
      })
  void terminal_lists_directories_unless_others_connect_or_a_site_is_configured(
      String words, String listing) {
    String[] line =
        Arrays.stream(words.split(" ")).filter(w -> !w.isEmpty()).toArray(String[]::new);
    assertEquals(listing, options(AT_TERMINAL, line).content().get("listing"));
  }

  @Test
  void nothing_is_listed_by_default_elsewhere_or_with_settings() throws Exception {
    assertEquals(null, options("src").content().get("listing"));
    Path file = Files.writeString(directory.resolve("otus.toml"), "port = 1\n");
    assertEquals(null, options(AT_TERMINAL, "--config=" + file).content().get("listing"));
    Command.Serve serve =
        assertInstanceOf(
            Command.Serve.class,
            CommandLine.read(Map.of("OTUS_BIND", "::"), AT_TERMINAL, _ -> {}, "src"));
    assertEquals(null, serve.options().content().get("listing"));
  }

  @Test
  void habit_of_another_server_gets_a_hint() {
    assertEquals(
        "no such configuration file: -1 (did you mean --cache-control '*=no-cache'?)",
        fault("-c-1"));
    assertEquals(
        "more than one directory: serve, src (a directory needs no command: otus-server DIR)",
        fault("serve", "src"));
    assertEquals(
        "no such address: 127.0.0.1:81 (did you mean --listen 127.0.0.1:81?)",
        fault("--bind=127.0.0.1:81"));
  }

  @Test
  void explanation_is_that_of_the_start_at_a_terminal() {
    Command.Explain explain =
        assertInstanceOf(
            Command.Explain.class,
            CommandLine.read(Map.of(), AT_TERMINAL, _ -> {}, "src", "--explain=/"));
    assertEquals("true", explain.options().content().get("listing"));
  }
}
