package otus.server.app.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InheritedSocketTest {
  private static SocketAddress address(String text) {
    if (text.startsWith("unix:")) {
      return UnixDomainSocketAddress.of(text.substring(5));
    }
    int colon = text.lastIndexOf(':');
    return new InetSocketAddress(
        text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 127.0.0.1:8080, true",
    "127.0.0.1:8080, 127.0.0.1:8081, false",
    "127.0.0.1:8080, 127.0.0.1:0, true",
    "127.0.0.1:8080, 127.0.0.2:0, false",
    "0.0.0.0:80, 0.0.0.0:80, true",
    "0.0.0.0:80, 127.0.0.1:80, false",
    "::1:80, ::1:80, true",
    "unix:/run/a, unix:/run/a, true",
    "unix:/run/a, unix:/run/b/../a, true",
    "unix:/run/a, unix:/run/b, false",
    "unix:/run/a, 127.0.0.1:80, false"
  })
  void socket_serves_its_own_address(String bound, String wanted, boolean serves) {
    InheritedSocket socket =
        new InheritedSocket("", false, InheritedSocket.name(address(bound)), 9);
    assertEquals(serves, socket.serves(address(wanted)));
  }

  @Test
  void names_are_those_of_listen() {
    assertEquals("[0:0:0:0:0:0:0:1]:80", InheritedSocket.name(address("::1:80")));
    assertEquals("unix:/run/a", InheritedSocket.name(address("unix:/run/a")));
  }

  @Test
  void given_sockets_are_settings_and_those_of_a_server_are_not() {
    InheritedSockets sockets =
        new InheritedSockets(
            List.of(
                new InheritedSocket("", true, "127.0.0.1:80", 100),
                new InheritedSocket("", true, "127.0.0.1:80", 101),
                new InheritedSocket("", false, "127.0.0.1:81", 102),
                new InheritedSocket("admin", true, "127.0.0.1:82", 103)),
            null);
    assertEquals(List.of("127.0.0.1:80"), sockets.addresses());
    assertEquals(List.of("127.0.0.1:82"), sockets.adminAddresses());
    assertEquals(true, sockets.has(address("127.0.0.1:81"), false));
    assertEquals(false, sockets.has(address("127.0.0.1:81"), true));
    assertEquals(true, sockets.isGiven(address("127.0.0.1:82"), true));
    assertEquals(false, sockets.isGiven(address("127.0.0.1:81"), false));
  }

  @Test
  void sockets_for_another_process_are_left_alone() {
    List<String> warnings = new ArrayList<>();
    Map<String, String> other = Map.of("LISTEN_FDS", "1", "LISTEN_PID", "1");
    assertEquals(List.of(), ActivationSockets.read(other, warnings::add));
    assertEquals(List.of(), warnings);
    String own = String.valueOf(ProcessHandle.current().pid());
    assertEquals(
        List.of(),
        ActivationSockets.read(Map.of("LISTEN_FDS", "x", "LISTEN_PID", own), warnings::add));
    assertEquals(List.of("ignored LISTEN_FDS: not a number: x"), warnings);
  }
}
