package otus.server.loop.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@SuppressWarnings("try") // a test closes early
class LocalSocketTest {
  @TempDir Path directory;

  private Path path() {
    return directory.resolve("s");
  }

  private LocalSocket listen() throws IOException {
    return LocalSocket.listen(path());
  }

  private LocalSocket connect(Duration timeout) throws IOException {
    return LocalSocket.connect(path(), timeout);
  }

  @Test
  void lines_arrive_in_order_and_end_with_null() throws Exception {
    try (LocalSocket listening = listen();
        LocalSocket client = connect(Duration.ZERO);
        LocalSocket served = listening.accept()) {
      client.writeLine("one");
      client.writeLine("ä\nb");
      client.close();
      assertEquals("one", served.readLine());
      assertEquals("ä b", served.readLine());
      assertNull(served.readLine());
    }
  }

  @Test
  void each_line_brings_its_descriptor() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (LocalSocket listening = listen();
        LocalSocket client = connect(Duration.ZERO);
        LocalSocket served = listening.accept();
        ServerSocketChannel first = ServerSocketChannel.open().bind(any);
        ServerSocketChannel second = ServerSocketChannel.open().bind(any)) {
      client.writeLine("a", Descriptors.listening(first.getLocalAddress()).getFirst());
      client.writeLine("b");
      client.writeLine("c", Descriptors.listening(second.getLocalAddress()).getFirst());
      assertEquals("a", served.readLine());
      int a = served.takeDescriptor();
      assertEquals(first.getLocalAddress(), Descriptors.address(a));
      assertEquals("b", served.readLine());
      assertEquals("c", served.readLine());
      int c = served.takeDescriptor();
      assertEquals(second.getLocalAddress(), Descriptors.address(c));
      assertThrows(IOException.class, served::takeDescriptor);
      assertEquals(2, Descriptors.listening(first.getLocalAddress()).size());
      Descriptors.close(a);
      Descriptors.close(c);
      assertFalse(Descriptors.isListening(a));
    }
  }

  @Test
  void descriptors_that_were_not_taken_are_closed() throws Exception {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (LocalSocket listening = listen();
        LocalSocket client = connect(Duration.ZERO);
        ServerSocketChannel passed = ServerSocketChannel.open().bind(any)) {
      try (LocalSocket served = listening.accept()) {
        client.writeLine("a", Descriptors.listening(passed.getLocalAddress()).getFirst());
        assertEquals("a", served.readLine());
        assertEquals(2, Descriptors.listening(passed.getLocalAddress()).size());
      }
      assertEquals(1, Descriptors.listening(passed.getLocalAddress()).size());
    }
  }

  @Test
  void peer_is_this_process_and_the_file_is_private() throws Exception {
    try (LocalSocket listening = listen();
        LocalSocket client = connect(Duration.ZERO);
        LocalSocket served = listening.accept()) {
      int pid = (int) ProcessHandle.current().pid();
      assertEquals(new LocalSocket.Peer(pid, Processes.user()), served.peer());
      assertEquals(new LocalSocket.Peer(pid, Processes.user()), client.peer());
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(path()));
      assertFalse(Files.exists(directory.resolve("s.made")));
    }
  }

  @Test
  void read_ends_after_the_timeout() throws Exception {
    try (LocalSocket listening = listen();
        LocalSocket client = connect(Duration.ofMillis(1));
        LocalSocket _ = listening.accept()) {
      assertThrows(SystemCallException.class, client::readLine);
      listening.shutdown();
      assertThrows(SystemCallException.class, listening::accept);
    }
  }

  @Test
  void errors_name_the_call_and_the_reason() {
    SystemCallException none =
        assertThrows(SystemCallException.class, () -> connect(Duration.ZERO));
    assertEquals("connect: No such file or directory", none.getMessage());
    assertFalse(none.isForbidden());
    Path tooLong = directory.resolve("x".repeat(120));
    assertThrows(IOException.class, () -> LocalSocket.connect(tooLong, Duration.ZERO));
  }

  @Test
  void addresses_of_both_families_and_of_unix_sockets_are_found() throws Exception {
    UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(directory.resolve("u"));
    try (ServerSocketChannel v6 = ServerSocketChannel.open();
        ServerSocketChannel local = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      v6.bind(new InetSocketAddress(0)); // all addresses
      local.bind(unix);
      int descriptor = Descriptors.listening(local.getLocalAddress()).getFirst();
      assertEquals(unix, Descriptors.address(descriptor));
      assertFalse(Descriptors.isIpv4(descriptor));
      assertEquals(1, Descriptors.listening(v6.getLocalAddress()).size());
    }
    assertEquals(List.of(), Descriptors.listening(unix));
    assertTrue(Descriptors.listening(new InetSocketAddress("127.0.0.1", 1)).isEmpty());
  }
}
