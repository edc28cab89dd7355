package otus.server.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OptionSpecTest {

  @Test
  void invalid_name_and_long_help_are_rejected() {
    assertRejected("not a name of an option: a=b", () -> required("a=b", ""));
    assertRejected("not a name of an option: A", () -> required("A", ""));
    assertRejected("not a name of an option: ", () -> required("", ""));
    assertRejected("more than a line: b\nc", () -> required("a", "b\nc"));
    assertEquals("a-1", required("a-1", "").name());
  }

  @Test
  void default_of_another_type_is_rejected() {
    assertRejected(
        "the option size must be a number of bytes such as 64k, not 'much'",
        () -> OptionSpec.of("size", OptionType.BYTES, "", "much"));
    assertRejected("no words to choose from", OptionType::oneOf);
  }

  private static OptionSpec required(String name, String help) {
    return OptionSpec.required(name, OptionType.TEXT, help);
  }

  private static void assertRejected(String message, Runnable creation) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, creation::run).getMessage());
  }
}
