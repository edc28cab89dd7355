package otus.server.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {
  private static final List<Address> LOOPBACK = Address.all("127.0.0.1");

  private static AllowedHosts of(String list) {
    return AllowedHosts.of(Optional.ofNullable(list), LOOPBACK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "LocalHost:8080",
        "localhost.",
        "localhost.:80",
        "a.localhost",
        "a.b.LOCALHOST.:1",
        "127.0.0.1",
        "127.0.0.1:8080",
        "127.9.8.7",
        "[::1]",
        "[::1]:8080",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]",
      })
  void loopback_server_allows_loopback_hosts(String authority) {
    assertTrue(of(null).allows(authority));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil-localhost",
        ".localhost",
        "..localhost",
        "..localhost:8080",
        "a..localhost",
        ".a.localhost",
        "a.localhost..",
        "!.localhost",
        "a%2eb.localhost",
        "local%68ost",
        "128.0.0.1",
        "192.0.2.1:8080",
        "0.0.0.0",
        "[::]",
        "[::2]",
        "[v1.x]",
        "[::ffff:192.0.2.1]",
        "127.0.0.1x",
        "a",
        "::1",
      })
  void loopback_server_refuses_other_hosts(String authority) {
    assertFalse(of(null).allows(authority));
  }

  @Test
  void public_server_allows_all_hosts() {
    for (String bound : List.of("0.0.0.0", "::", "192.0.2.1")) {
      AllowedHosts hosts = AllowedHosts.of(Optional.empty(), Address.all(bound));
      assertTrue(hosts.isAny() && hosts.allows("evil.example"), bound);
    }
  }

  @Test
  void listening_names_are_allowed() throws UnknownHostException {
    Address named = new Address("Dev.Test", InetAddress.getByName("127.0.0.1"));
    assertTrue(AllowedHosts.of(Optional.empty(), List.of(named)).allows("dev.test:80"));
    List<Address> other = Address.all("192.0.2.1");
    AllowedHosts hosts = AllowedHosts.of(Optional.of("a.example"), other);
    assertTrue(hosts.allows("192.0.2.1:8080"));
    assertFalse(hosts.allows("192.0.2.2"));
  }

  @ParameterizedTest
  @CsvSource({
    "'a.example,b.example', B.example:80, true",
    "'a.example, b.example', b.example., true",
    "a.example., a.example, true",
    "a.example, x.a.example, false",
    "*.a.example, x.a.example, true",
    "*.A.example, x.y.a.EXAMPLE.:80, true",
    "*.a.example, a.example, false",
    "*.a.example, .a.example, false",
    "*.a.example, xa.example, false",
    "*, evil.example, true",
    "a_b, a_b, true",
    "192.0.2.1, 192.0.2.1:80, true",
    "2001:db8::1, [2001:DB8:0::1]:80, true",
    "[2001:db8::1], [2001:db8:0:0::1], true",
    "a.example, localhost:8080, true",
    "a.example, [::1], true",
  })
  void list_allows_further_hosts(String list, String authority, boolean allowed) {
    assertEquals(allowed, of(list).allows(authority));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a,,b",
        "http://a",
        "a:80",
        "[::1]:80",
        "a/b",
        "*a",
        "a.*.b",
        "*.",
        "a..b",
        ".a",
        "ä",
        "1.2.3.4.5",
        "[::g]"
      })
  void invalid_host_is_a_usage_error(String list) {
    UsageException usageError = assertThrows(UsageException.class, () -> of(list));
    assertTrue(usageError.getMessage().startsWith("--allowed-hosts must be a list of"));
  }

  @Test
  void equal_lists_are_equal() {
    assertEquals(of("a,b"), of("b,a"));
    assertFalse(of("a").equals(of("b")));
  }
}
