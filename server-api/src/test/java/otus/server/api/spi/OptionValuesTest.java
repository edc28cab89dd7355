package otus.server.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionValuesTest {
  private static final List<OptionSpec> DECLARED =
      List.of(
          OptionSpec.required("root", OptionType.PATH, "the directory"),
          OptionSpec.of("flag", OptionType.FLAG, "", "false"),
          OptionSpec.of("count", OptionType.COUNT, "", "7"),
          OptionSpec.of("size", OptionType.BYTES, "", "64k"),
          OptionSpec.of("time", OptionType.DURATION, "", "1s"),
          OptionSpec.of("rule", OptionType.oneOf("deny", "allow"), "", "deny"),
          OptionSpec.of("text", OptionType.TEXT, "", ""));

  private static OptionValues values(String name, String text) {
    return OptionValues.of(DECLARED, Map.of("root", "x", name, text));
  }

  @Test
  void missing_option_has_its_default() {
    OptionValues values = OptionValues.of(DECLARED, Map.of("root", "x/y"));
    assertEquals(Path.of("x", "y"), values.path("root"));
    assertFalse(values.flag("flag"));
    assertEquals(7, values.count("count"));
    assertEquals(65_536, values.bytes("size"));
    assertEquals(Duration.ofSeconds(1), values.duration("time"));
    assertEquals("deny", values.text("rule"));
    assertEquals("", values.text("text"));
  }

  @Test
  void given_value_is_stored_unchanged() {
    assertTrue(values("flag", "true").flag("flag"));
    assertEquals("64K", values("size", "64K").text("size"));
    assertEquals("allow", values("rule", "allow").text("rule"));
    assertEquals(" a ", values("text", " a ").text("text"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "65536, 65536",
    "1k, 1024",
    "2M, 2097152",
    "3g, 3221225472",
    "1t, 1099511627776"
  })
  void size_is_parsed_with_its_unit(String text, long expected) {
    assertEquals(expected, values("size", text).bytes("size"));
  }

  @ParameterizedTest
  @CsvSource({"1s, PT1S", "0s, PT0S", "500ms, PT0.5S", "2m, PT2M", "3h, PT3H", "365d, PT8760H"})
  void duration_is_parsed_with_its_unit(String text, Duration expected) {
    assertEquals(expected, values("time", text).duration("time"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flag  | yes              | true or false
          flag  | TRUE             | true or false
          count | many             | a number
          count | -1               | a number
          count | 1k               | a number
          count | 1000000000       | a number
          size  | 1p               | a number of bytes such as 64k
          size  | k                | a number of bytes such as 64k
          size  | -1               | a number of bytes such as 64k
          size  | 1 k              | a number of bytes such as 64k
          size  | 999999999999999t | a number of bytes such as 64k
          size  | 9999999999999999999 | a number of bytes such as 64k
          time  | 1                | a time such as 1s or 500ms
          time  | 1S               | a time such as 1s or 500ms
          time  | PT1S             | a time such as 1s or 500ms
          time  | 366d             | a time such as 1s or 500ms
          time  | -1s              | a time such as 1s or 500ms
          rule  | maybe            | one of deny, allow
          rule  | DENY             | one of deny, allow
          """)
  void value_of_another_type_is_rejected_in_one_line(String name, String text, String expected) {
    assertRejected(
        "the option " + name + " must be " + expected + ", not '" + text + "'",
        Map.of("root", "x", name, text));
  }

  @Test
  void invalid_path_is_rejected() {
    assertRejected("the option root must be a path, not 'a\0b'", Map.of("root", "a\0b"));
  }

  @Test
  void missing_required_option_is_rejected() {
    assertRejected("the option root is missing: the directory", Map.of());
    assertRejected("the option root is missing: the directory", Map.of("root", ""));
  }

  @Test
  void undeclared_option_is_rejected() {
    assertRejected(
        "unknown option: rot (known: root, flag, count, size, time, rule, text)",
        Map.of("root", "x", "rot", "y"));
    assertEquals(
        "unknown option: rot (there are none)",
        assertThrows(
                IllegalArgumentException.class,
                () -> OptionValues.of(List.of(), Map.of("rot", "y")))
            .getMessage());
  }

  @Test
  void misspelt_name_of_a_required_option_is_named() {
    assertRejected(
        "unknown option: rot (known: root, flag, count, size, time, rule, text)",
        Map.of("rot", "y"));
  }

  @Test
  void reading_an_undeclared_option_throws() {
    OptionValues values = OptionValues.of(DECLARED, Map.of("root", "x"));
    assertThrows(IllegalStateException.class, () -> values.text("rot"));
    assertThrows(IllegalStateException.class, () -> values.count("text"));
  }

  private static void assertRejected(String message, Map<String, String> given) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> OptionValues.of(DECLARED, given))
            .getMessage());
  }
}
