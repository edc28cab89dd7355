package otus.server.app.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenOptionsTest {

  @Test
  void all_options_are_parsed() {
    assertEquals(
        new ListenOptions(true, false, 0640, "ann", "www"),
        ListenOptions.of(List.of("mode=0640", "owner=ann", "proxy-protocol", "group=www"), true));
    assertEquals(ListenOptions.NONE, ListenOptions.of(List.of(), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | true | unknown option x, not tls, proxy-protocol, mode=, owner= or group=",
        "'' | true | unknown option , not tls, proxy-protocol, mode=, owner= or group=",
        "proxy-protocol=v1 | true | unknown option proxy-protocol=v1, not tls,"
            + " proxy-protocol, mode=, owner= or group=",
        "mode=8 | true | mode must be an octal number up to 0777, not 8",
        "mode=1777 | true | mode must be an octal number up to 0777, not 1777",
        "mode= | true | mode must be an octal number up to 0777, not ",
        "owner= | true | owner= needs a name",
        "mode=0 mode=1 | true | mode=1 is given twice",
        "group=x | false | mode, owner and group are for unix:PATH only",
      })
  void usage_error_is_one_line(String words, boolean isUnix, String message) {
    List<String> options = List.of(words.split(" ", -1));
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> ListenOptions.of(options, isUnix));
    assertEquals(message.strip(), String.valueOf(e.getMessage()).strip());
  }
}
