package otus.server.http.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.129, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "::/0, ::1, true",
    "fd00::/9, fd7f::1, true",
    "fd00::/9, fd80::1, false",
    "::1, ::1, true",
  })
  void network_contains_the_addresses_with_its_prefix(
      String network, String address, boolean expected) {
    TrustedProxies proxies = TrustedProxies.of(List.of("203.0.113.0/24", network));
    InetSocketAddress peer = new InetSocketAddress(InetAddress.ofLiteral(address), 1);
    assertEquals(expected, proxies.contains(peer));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "::/129",
        "10/8",
        "all",
        "10.0.0.0/+8"
      })
  void of_rejects_what_is_no_network(String word) {
    assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(word)));
  }

  @Test
  void unresolved_address_is_not_trusted() {
    TrustedProxies all = TrustedProxies.of(List.of("0.0.0.0/0", "::/0"));
    assertFalse(all.contains(InetSocketAddress.createUnresolved("localhost", 1)));
    assertTrue(TrustedProxies.NONE.isEmpty());
  }
}
