package otus.server.app.listen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachableAddressesTest {

  @ParameterizedTest
  @CsvSource({
    "http://0.0.0.0:80/, 10.0.0.2, http://localhost:80/ http://10.0.0.2:80/",
    "http://0.0.0.0:80/, 2001:db8::1 127.0.0.1 169.254.1.1 10.0.0.2,"
        + " http://localhost:80/ http://10.0.0.2:80/",
    "http://[::]:80/, ::1 fe80::1 2001:db8::1 10.0.0.2,"
        + " http://localhost:80/ http://10.0.0.2:80/ http://[2001:db8::1]:80/",
    "http://0.0.0.0:80/, 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 10.0.0.6,"
        + " http://localhost:80/ http://10.0.0.1:80/ http://10.0.0.2:80/ http://10.0.0.3:80/"
        + " http://10.0.0.4:80/   and 2 more addresses",
    "http://0.0.0.0:80/, 127.0.0.1, http://localhost:80/",
  })
  void wildcard_stands_for_the_addresses_that_others_can_use(
      String url, String addresses, String urls) {
    List<InetAddress> all = Stream.of(addresses.split(" ")).map(InetAddress::ofLiteral).toList();
    boolean version6 = url.contains("[");
    assertEquals(urls, String.join(" ", ReachableAddresses.urls(url, version6, all)));
  }

  @Test
  void addresses_of_this_machine_are_found() {
    List<String> urls = ReachableAddresses.urls("http://0.0.0.0:80/");
    assertEquals("http://localhost:80/", urls.getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "http://0.0.0.0:80/, http://localhost:80/",
    "https://[::]:80/, https://localhost:80/",
    "http://127.0.0.1:80/, http://127.0.0.1:80/",
  })
  void browser_of_this_machine_gets_no_wildcard(String url, String local) {
    assertEquals(local, ReachableAddresses.local(url));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:80/,",
    "http://[::1]:80/,",
    "http://localhost:80/,",
    "https://192.0.2.1:80/, https://192.0.2.1:80/",
    "http://[2001:db8::1]:80/, http://[2001:db8::1]:80/",
  })
  void loopback_address_reaches_no_other_machine(String url, String remote) {
    assertEquals(remote, ReachableAddresses.remote(url));
  }
}
