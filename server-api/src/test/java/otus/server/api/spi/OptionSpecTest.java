package otus.server.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OptionSpecTest {

  @Test
  void a_name_can_be_written_and_a_help_is_a_line() {
    refused("not a name of an option: a=b", () -> required("a=b", ""));
    refused("not a name of an option: A", () -> required("A", ""));
    refused("not a name of an option: ", () -> required("", ""));
    refused("more than a line: b\nc", () -> required("a", "b\nc"));
    assertEquals("a-1", required("a-1", "").name());
  }

  @Test
  void a_default_is_of_its_type() {
    refused(
        "the option size must be a number of bytes such as 64k, not 'much'",
        () -> OptionSpec.of("size", OptionType.BYTES, "", "much"));
    refused("no words to choose from", OptionType::oneOf);
  }

  private static OptionSpec required(String name, String help) {
    return OptionSpec.required(name, OptionType.TEXT, help);
  }

  private static void refused(String message, Runnable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making::run).getMessage());
  }
}
