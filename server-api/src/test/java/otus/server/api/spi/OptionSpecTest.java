package otus.server.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionSpecTest {
  private static final List<OptionSpec> DECLARED =
      List.of(OptionSpec.required("root", "the folder"), OptionSpec.of("size", "how much", "64k"));

  @Test
  void what_is_not_given_has_its_default() {
    assertEquals(
        Map.of("root", "x", "size", "64k"), OptionSpec.complete(DECLARED, Map.of("root", "x")));
    assertEquals(
        Map.of("root", "x", "size", ""),
        OptionSpec.complete(DECLARED, Map.of("root", "x", "size", "")));
    assertEquals(Map.of(), OptionSpec.complete(List.of(), Map.of()));
  }

  @Test
  void what_has_to_be_given_is_missed() {
    refused("the option root is missing: the folder", DECLARED, Map.of());
    refused("the option root is missing: the folder", DECLARED, Map.of("root", ""));
  }

  @Test
  void what_is_not_declared_is_refused() {
    refused("unknown option: rot (known: root, size)", DECLARED, Map.of("root", "x", "rot", "y"));
    refused("unknown option: rot (there are none)", List.of(), Map.of("rot", "y"));
  }

  @Test
  void a_name_can_be_written_and_a_help_is_a_line() {
    assertThrows(IllegalArgumentException.class, () -> OptionSpec.required("a=b", ""));
    assertThrows(IllegalArgumentException.class, () -> OptionSpec.required("", ""));
    assertThrows(IllegalArgumentException.class, () -> OptionSpec.required("a", "b\nc"));
  }

  private static void refused(
      String message, List<OptionSpec> declared, Map<String, String> given) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> OptionSpec.complete(declared, given))
            .getMessage());
  }
}
