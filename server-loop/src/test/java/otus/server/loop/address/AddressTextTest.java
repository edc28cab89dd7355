package otus.server.loop.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

  /// The examples of RFC 5952 §4, and the ends.
  @ParameterizedTest
  @CsvSource({
    "192.0.2.255, 192.0.2.255",
    "::ffff:192.0.2.1, 192.0.2.1",
    "::, ::",
    "::1, ::1",
    "1::, 1::",
    "2001:DB8::1, 2001:db8::1",
    "2001:0db8:0:0:0:0:0:0001, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:1:2:3:4:0:0, ::1:2:3:4:0:0",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
    "fe80::1%1, fe80::1",
  })
  void text_is_that_of_rfc_5952(String address, String text) throws Exception {
    assertEquals(text, AddressText.of(InetAddress.getByName(address)));
  }

  @Test
  void text_has_neither_port_nor_host_name() throws Exception {
    InetAddress named = InetAddress.getByAddress("name", new byte[] {10, 0, 0, 1});
    assertEquals("10.0.0.1", AddressText.of(new InetSocketAddress(named, 0)));
    assertEquals("unix:", AddressText.of(UnixDomainSocketAddress.of("/run/a")));
    assertEquals("unix:", AddressText.of(InetSocketAddress.createUnresolved("a", 1)));
  }
}
