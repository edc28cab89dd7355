package otus.server.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.config.UsageException;

class ParsedArgsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"--port=80", "--port 80", "-p80", "-p 80", "-p=80", "-p 80 --", "--hidden -p 80"})
  void value_may_be_attached_in_each_way(String line) {
    assertEquals(List.of("80"), ParsedArgs.sort(line.split(" ")).all(Flag.PORT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-r", "--root", "-d", "--directory", "--root_dir"})
  void flag_is_found_by_each_spelling(String name) {
    assertEquals("x", ParsedArgs.sort(name, "x").one(Flag.ROOT).orElseThrow());
  }

  @Test
  void switches_can_be_combined() {
    ParsedArgs parsed = ParsedArgs.sort("-hV");
    assertTrue(parsed.has(Flag.SUMMARY) && parsed.has(Flag.VERSION));
  }

  @Test
  void switch_can_be_combined_with_a_flag_that_takes_a_value() {
    ParsedArgs parsed = ParsedArgs.sort("-Vp80");
    assertTrue(parsed.has(Flag.VERSION));
    assertEquals(List.of("80"), parsed.all(Flag.PORT));
  }

  @Test
  void arguments_after_two_hyphens_are_directories() {
    assertEquals(List.of("-x", "--port"), ParsedArgs.sort("--", "-x", "--port").directories());
  }

  @Test
  void single_hyphen_is_a_directory() {
    assertEquals(List.of("-"), ParsedArgs.sort("-").directories());
  }

  @Test
  void value_may_contain_equals_sign_or_be_empty() {
    assertEquals("a=b", ParsedArgs.sort("--root=a=b").one(Flag.ROOT).orElseThrow());
    assertEquals("", ParsedArgs.sort("--root=").one(Flag.ROOT).orElseThrow());
  }

  @Test
  void addresses_can_be_repeated_and_keep_their_order() {
    assertEquals(
        List.of("::1", "127.0.0.1"),
        ParsedArgs.sort("-b::1", "--host", "127.0.0.1").all(Flag.BIND));
  }

  @ParameterizedTest
  @CsvSource({
    "--frobnicate, unknown option: --frobnicate (try --help)",
    "--frobnicate=3, unknown option: --frobnicate (try --help)",
    "-x, unknown option: -x (try --help)",
    "-hx, unknown option: -hx (try --help)",
    "--Port=80, unknown option: --Port (did you mean --port?)",
    "-p, --port needs a value",
    "--port, --port needs a value",
    "--port --, --port needs a value",
    "--port --hidden, --port needs a value",
    "--root --port=80, --root needs a value",
    "--hidden=yes, --hidden takes no value",
    "-p 1 -p 2, --port occurs twice",
    "--port=1 -p2, --port occurs twice",
    "-r a --directory b, --root occurs twice",
    "--hidden --hidden, --hidden occurs twice",
  })
  void usage_errors_name_the_flag(String line, String message) {
    UsageException usageError =
        assertThrows(UsageException.class, () -> ParsedArgs.sort(line.split(" ")));
    assertEquals(message, usageError.getMessage());
  }

  @Test
  void command_line_without_its_verb() {
    assertEquals(
        List.of("--port", "0", "site"),
        ParsedArgs.without("start", List.of("--port", "0", "start", "site")));
    assertEquals(
        List.of("--root", "start"),
        ParsedArgs.without("start", List.of("--root", "start", "start")));
    assertEquals(List.of("start"), ParsedArgs.without("start", List.of("start", "start")));
  }
}
