package otus.server.app.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnixSocketFileTest {
  @TempDir Path directory;
  private ServerSocketChannel server;
  private Path path;

  @BeforeEach
  void open() throws IOException {
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    path = directory.resolve("admin.sock");
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private void connect() throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(path));
    }
  }

  @Test
  void file_is_open_to_its_owner_only_and_is_removed() throws IOException {
    UnixSocketFile file = UnixSocketFile.bind(path, server::bind);
    assertEquals(List.of("admin.sock"), names());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    connect();
    file.remove();
    file.remove();
    assertEquals(List.of(), names());
  }

  @Test
  void file_that_no_process_listens_on_is_replaced() throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
    assertThrows(IOException.class, this::connect);
    UnixSocketFile.bind(path, server::bind);
    connect();
  }

  @Test
  void leftover_of_a_killed_process_of_the_same_number_is_replaced() throws IOException {
    Path left = Files.createDirectory(directory.resolve(".otus" + ProcessHandle.current().pid()));
    Files.createFile(left.resolve("s"));
    UnixSocketFile.bind(path, server::bind);
    assertEquals(List.of("admin.sock"), names());
  }

  @Test
  void file_that_a_process_listens_on_is_kept() throws IOException {
    UnixSocketFile.bind(path, server::bind);
    try (ServerSocketChannel second = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThrows(BindException.class, () -> UnixSocketFile.bind(path, second::bind));
    }
    connect();
    assertEquals(List.of("admin.sock"), names());
  }

  @Test
  void other_kinds_of_files_are_kept() throws IOException {
    Files.writeString(path, "precious");
    assertThrows(BindException.class, () -> UnixSocketFile.bind(path, server::bind));
    assertEquals("precious", Files.readString(path));
    Files.delete(path);
    Files.createSymbolicLink(path, Path.of("elsewhere"));
    assertThrows(BindException.class, () -> UnixSocketFile.bind(path, server::bind));
    assertTrue(Files.isSymbolicLink(path));
  }

  @Test
  void file_of_another_process_is_not_removed() throws IOException {
    UnixSocketFile file = UnixSocketFile.bind(path, server::bind);
    Files.delete(path);
    Files.writeString(directory.resolve("between"), ""); // takes the number of the deleted file
    Files.writeString(path, "of another process");
    file.remove();
    assertTrue(Files.exists(path));
  }

  @Test
  void missing_directory_is_reported() {
    Path missing = directory.resolve("missing").resolve("s");
    Exception e =
        assertThrows(BindException.class, () -> UnixSocketFile.bind(missing, server::bind));
    assertEquals("no such directory: " + missing.getParent(), e.getMessage());
    assertFalse(Files.exists(missing.getParent()));
  }
}
