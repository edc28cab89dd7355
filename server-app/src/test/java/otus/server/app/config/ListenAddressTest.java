package otus.server.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "9090, /127.0.0.1:9090",
    "0, /127.0.0.1:0",
    "192.0.2.1:80, /192.0.2.1:80",
    "[::1]:8080, /[0:0:0:0:0:0:0:1]:8080",
    "0.0.0.0:65535, /0.0.0.0:65535",
    "unix:/run/otus.sock, /run/otus.sock",
    "unix:relative, relative",
  })
  void of_parses_ports_addresses_and_sockets(String text, String expected) {
    assertEquals(expected, ListenAddress.of("--admin", text).address().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":80",
        "::1:80",
        "localhost",
        "h:65536",
        "h:-1",
        "h:+1",
        "h:",
        "unix:",
        "h:1x"
      })
  void of_rejects_other_text(String text) {
    assertThrows(UsageException.class, () -> ListenAddress.of("--admin", text));
  }

  @Test
  void only_loopback_addresses_and_sockets_are_local() {
    assertTrue(ListenAddress.of("--admin", "1").isLocal());
    assertTrue(ListenAddress.of("--admin", "[::1]:1").isLocal());
    assertTrue(ListenAddress.of("--admin", "unix:/s").isLocal());
    assertFalse(ListenAddress.of("--admin", "0.0.0.0:1").isLocal());
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:80, 127.0.0.1:80, true",
    "127.0.0.1:80, 127.0.0.2:80, false",
    "0.0.0.0:80, 127.0.0.1:80, true",
    "0.0.0.0:80, 127.0.0.1:81, false",
    "0.0.0.0:80, [::1]:80, false",
    "[::]:80, 127.0.0.1:80, true",
    "[::]:80, [::1]:80, true",
    "[::]:80, 0.0.0.0:80, true",
    "unix:/s, unix:/s, true",
    "unix:/s, unix:/t, false",
  })
  void listener_accepts_its_own_addresses(String text, String local, boolean accepts) {
    ListenAddress listener = ListenAddress.of("--listen", text);
    assertEquals(accepts, listener.accepts(ListenAddress.of("--listen", local).address()));
  }

  @Test
  void host_and_port_are_those_of_the_text() {
    ListenAddress address = ListenAddress.of("--listen", "[::1]:80");
    assertEquals("::1", address.host().orElseThrow().name());
    assertEquals(80, address.port());
    assertEquals("127.0.0.1", ListenAddress.of("--listen", "80").host().orElseThrow().name());
    assertTrue(ListenAddress.of("--listen", "unix:/s").host().isEmpty());
  }
}
