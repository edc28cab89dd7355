package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.app.chain.TestProvider;
import otus.server.app.config.Address;
import otus.server.app.config.HttpVersions;
import otus.server.app.config.ListenAddress;
import otus.server.app.config.UsageException;
import otus.server.app.listen.UnixSocketFile;
import otus.server.http.HttpServer;

class PortBinderTest {
  private static final ListenProtocols PLAIN = new ListenProtocols(null, false, HttpVersions.ALL);

  private final List<String> warnings = new ArrayList<>();
  private final List<HttpServer> made = new ArrayList<>();

  private HttpServer server() throws IOException {
    HttpServer server = HttpServer.serving(_ -> TestProvider.OK).workers(1).open();
    made.add(server);
    return server;
  }

  private PortBinder.Opened open(int port, Address... addresses) throws IOException {
    return new PortBinder(List.of(addresses), port, List.of(), PLAIN, null, warnings::add)
        .open(this::server);
  }

  private static Address address(String name, String number) throws IOException {
    return new Address(name, InetAddress.getByName(number));
  }

  private static boolean hasIpv6() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void all_addresses_of_a_name_get_the_same_port() throws Exception {
    assumeTrue(hasIpv6());
    PortBinder.Opened opened = open(0, address("both", "127.0.0.1"), address("both", "::1"));
    try (HttpServer server = opened.server()) {
      List<InetSocketAddress> addresses =
          server.addresses().stream().map(InetSocketAddress.class::cast).toList();
      assertEquals(2, addresses.size());
      assertEquals(addresses.get(0).getPort(), addresses.get(1).getPort());
      String url = "http://both:" + addresses.getFirst().getPort() + "/";
      assertEquals(List.of(url), opened.urls());
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void repeated_address_is_opened_once() throws Exception {
    PortBinder.Opened opened =
        open(0, address("localhost", "127.0.0.1"), address("127.0.0.1", "127.1"));
    try (HttpServer server = opened.server()) {
      assertEquals(1, server.addresses().size());
      assertEquals(2, opened.urls().size());
    }
  }

  @Test
  void missing_ipv6_address_of_a_name_is_skipped_with_a_warning() throws Exception {
    // RFC 3849: an address for documentation, which no machine has.
    Address lacking = address("both", "2001:db8::1");
    open(0, lacking, address("both", "127.0.0.1")).server().close();
    assertEquals(
        List.of("skipped 2001:db8:0:0:0:0:0:1 (both): not an address of this machine"), warnings);
  }

  @Test
  void missing_ipv6_address_is_an_error_if_the_name_has_no_other() throws Exception {
    Address alone = address("six", "2001:db8::1");
    UsageException usageError =
        assertThrows(UsageException.class, () -> open(0, alone, address("other", "127.0.0.1")));
    assertTrue(
        usageError.getMessage().contains("2001:db8:0:0:0:0:0:1 (six)"), usageError::getMessage);
    Address both = address("six", "2001:db8::2");
    assertThrows(UsageException.class, () -> open(0, alone, both));
    Address other = address("other", "127.0.0.1");
    assertThrows(UsageException.class, () -> open(0, alone, both, other));
    made.forEach(HttpServer::close);
  }

  @Test
  void name_of_another_machine_is_a_usage_error() throws Exception {
    Address elsewhere = address("both", "192.0.2.1");
    UsageException usageError =
        assertThrows(UsageException.class, () -> open(0, address("both", "127.0.0.1"), elsewhere));
    assertEquals("not an address of this machine: 192.0.2.1 (both)", usageError.getMessage());
  }

  @Test
  void link_local_address_without_interface_is_a_usage_error() {
    assumeTrue(hasIpv6());
    for (String name : List.of("fe80::1", "[fe80::1]", "febf::abcd", "ff02::1")) {
      Address address = Address.all(name).getFirst();
      UsageException usageError = assertThrows(UsageException.class, () -> open(0, address));
      assertEquals(
          address.text() + " is valid on one link only: name the interface, as in fe80::1%eth0",
          usageError.getMessage());
    }
  }

  private PortBinder.Opened listen(String... addresses) throws IOException {
    List<ListenAddress> listen =
        Stream.of(addresses).map(text -> ListenAddress.of("--listen", text)).toList();
    return new PortBinder(List.of(), 0, listen, PLAIN, null, warnings::add).open(this::server);
  }

  @Test
  void listeners_have_ports_of_their_own() throws Exception {
    PortBinder.Opened opened = listen("0", "127.0.0.1:0");
    try (HttpServer server = opened.server()) {
      assertEquals(2, server.addresses().size());
      assertEquals(2, opened.urls().size());
      assertTrue(opened.urls().getFirst().matches("http://127\\.0\\.0\\.1:[0-9]+/"));
    }
  }

  @Test
  void listener_that_is_open_already_is_not_bound_again() throws Exception {
    int port = freePort();
    PortBinder.Opened opened = listen("0.0.0.0:" + port, "" + port, "127.0.0.1:" + port);
    try (HttpServer server = opened.server()) {
      assertEquals(1, server.addresses().size());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void unix_socket_is_created_and_deleted(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("s");
    PortBinder.Opened opened = listen("unix:" + path, "unix:" + path);
    try (HttpServer _ = opened.server()) {
      assertTrue(Files.exists(path));
      assertEquals(List.of("unix:" + path), opened.urls());
      assertEquals(
          "cannot listen on unix:" + path + ": another process listens on it",
          assertThrows(UsageException.class, () -> listen("unix:" + path)).getMessage());
      assertTrue(Files.exists(path));
    }
    opened.sockets().forEach(UnixSocketFile::delete);
    assertFalse(Files.exists(path));
  }

  @Test
  void abandoned_unix_socket_is_replaced(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("s");
    listen("unix:" + path).server().close();
    assertTrue(Files.exists(path));
    PortBinder.Opened opened = listen("unix:" + path);
    opened.server().close();
    Files.delete(path);
    Files.createFile(path);
    opened.sockets().forEach(UnixSocketFile::delete);
    assertTrue(Files.exists(path), "the file of another process was deleted");
  }

  @Test
  void other_files_are_never_replaced(@TempDir Path directory) throws Exception {
    Path path = Files.createFile(directory.resolve("s"));
    assertEquals(
        "cannot listen on unix:" + path + ": it exists, and is no socket",
        assertThrows(UsageException.class, () -> listen("unix:" + path)).getMessage());
    assertTrue(Files.exists(path));
    Path longer = directory.resolve("x".repeat(108));
    assertEquals(
        "cannot listen on unix:" + longer + ": the path is longer than 107 bytes",
        assertThrows(UsageException.class, () -> listen("unix:" + longer)).getMessage());
    Path missing = directory.resolve("x/s");
    assertEquals(
        "cannot listen on unix:" + missing + ": no such directory",
        assertThrows(UsageException.class, () -> listen("unix:" + missing)).getMessage());
  }

  @Test
  void sockets_are_deleted_if_a_later_address_fails(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("s");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThrows(UsageException.class, () -> listen("unix:" + path, "" + taken.getLocalPort()));
    }
    assertFalse(Files.exists(path));
  }
}
