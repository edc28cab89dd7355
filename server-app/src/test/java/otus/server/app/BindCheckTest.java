package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.config.Address;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.UsageException;

class BindCheckTest {
  private static final String STATUS = "Name:\totus\nCapPrm:\t0\nCapEff:\t%s\nCapBnd:\t0\n";

  private final List<String> warnings = new ArrayList<>();

  /// A machine that has only the addresses whose text begins with 10, and ports from 1024.
  private final BindCheck check =
      new BindCheck(address -> address.getHostAddress().startsWith("10."), 1024);

  private static ListenAddress listen(String text) {
    return ListenAddress.of("--listen", text);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080",
    "127.0.0.9:0",
    "0.0.0.0:1024",
    "[::]:8080",
    "[::1]:8080",
    "10.0.0.1:8080",
    "unix:/nope/socket"
  })
  void possible_addresses_are_accepted(String address) {
    assertDoesNotThrow(() -> check.check(listen(address)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "192.0.2.1:8080 | not an address of this machine: 192.0.2.1",
        "[2001:db8::1]:8080 | not an address of this machine: 2001:db8::1",
        "127.0.0.1:80 | no permission to listen on port 80 on 127.0.0.1",
        "0.0.0.0:1023 | no permission to listen on port 1023 on 0.0.0.0",
      })
  void impossible_addresses_are_usage_errors(String address, String message) {
    ListenAddress listen = listen(address);
    UsageException e = assertThrows(UsageException.class, () -> check.check(listen));
    assertEquals(message, e.getMessage());
  }

  @Test
  void missing_ipv6_address_of_a_name_with_another_one_is_a_warning() throws Exception {
    Address four = new Address("host", InetAddress.getByName("10.0.0.1"));
    Address six = new Address("host", InetAddress.getByName("2001:db8::1"));
    check.check(List.of(six, four), 8080, warnings::add);
    assertEquals(1, warnings.size());
    assertTrue(warnings.getFirst().endsWith("(host): not an address of this machine"));
    assertThrows(UsageException.class, () -> check.check(List.of(six, four), 80, warnings::add));
    assertThrows(UsageException.class, () -> check.check(List.of(six), 8080, warnings::add));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000000000400", "000001ffffffffff"})
  void capability_is_found(String set) {
    assertFalse(BindCheck.lacksCapability(STATUS.formatted(set)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000000000000000", "00000000fffffbff"})
  void lack_of_the_capability_is_found(String set) {
    assertTrue(BindCheck.lacksCapability(STATUS.formatted(set)));
  }

  @Test
  void unknown_capabilities_are_no_fault() {
    assertFalse(BindCheck.lacksCapability(""));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void files_of_the_kernel_are_read_whole() {
    String limit = BindCheck.read("/proc/sys/net/ipv4/ip_local_port_range");
    assertTrue(limit.matches("\\d+\\s+\\d+\n"), limit);
    assertTrue(BindCheck.read("/proc/self/status").contains("\nCapEff:"));
    assertEquals("", BindCheck.read("/proc/nope"));
  }

  @Test
  void this_machine_has_its_own_addresses_only() {
    BindCheck machine = BindCheck.ofThisProcess();
    assertDoesNotThrow(() -> machine.check(listen("127.0.0.1:8080")));
    assertTrue(machine.isPresent().test(InetAddress.getLoopbackAddress()));
  }
}
