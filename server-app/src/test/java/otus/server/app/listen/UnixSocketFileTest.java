package otus.server.app.listen;

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

  private static UnixSocketFile bind(Path path, UnixSocketFile.Binding binding) throws IOException {
    return UnixSocketFile.bind(path, ListenOptions.NONE, 0600, binding);
  }

  private void connect() throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.connect(UnixDomainSocketAddress.of(path));
    }
  }

  @Test
  void file_is_open_to_its_owner_only_and_is_removed() throws IOException {
    UnixSocketFile file = bind(path, server::bind);
    assertEquals(List.of("admin.sock"), names());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    connect();
    file.delete();
    file.delete();
    assertEquals(List.of(), names());
  }

  @Test
  void file_that_no_process_listens_on_is_replaced() throws IOException {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(path));
    }
    assertThrows(IOException.class, this::connect);
    bind(path, server::bind);
    connect();
  }

  @Test
  void leftover_of_a_killed_process_of_the_same_number_is_replaced() throws IOException {
    Path left =
        Files.createDirectory(
            directory.resolve(
                ".o"
                    + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
                    + "."
                    + Long.toString(Integer.toUnsignedLong(path.hashCode()), Character.MAX_RADIX)));
    Files.createFile(left.resolve("s"));
    bind(path, server::bind);
    assertEquals(List.of("admin.sock"), names());
  }

  @Test
  void file_that_a_process_listens_on_is_kept() throws IOException {
    bind(path, server::bind);
    try (ServerSocketChannel second = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      assertThrows(BindException.class, () -> bind(path, second::bind));
    }
    connect();
    assertEquals(List.of("admin.sock"), names());
  }

  @Test
  void other_kinds_of_files_are_kept() throws IOException {
    Files.writeString(path, "precious");
    assertThrows(BindException.class, () -> bind(path, server::bind));
    assertEquals("precious", Files.readString(path));
    Files.delete(path);
    Files.createSymbolicLink(path, Path.of("elsewhere"));
    assertThrows(BindException.class, () -> bind(path, server::bind));
    assertTrue(Files.isSymbolicLink(path));
  }

  @Test
  void file_of_another_process_is_not_removed() throws IOException {
    UnixSocketFile file = bind(path, server::bind);
    Files.delete(path);
    Files.writeString(directory.resolve("between"), ""); // takes the number of the deleted file
    Files.writeString(path, "of another process");
    file.delete();
    assertTrue(Files.exists(path));
  }

  @Test
  void missing_directory_is_reported() {
    Path missing = directory.resolve("missing").resolve("s");
    Exception e = assertThrows(BindException.class, () -> bind(missing, server::bind));
    assertEquals("no such directory", e.getMessage());
    assertFalse(Files.exists(missing.getParent()));
  }

  @Test
  void mode_and_owner_are_set_before_the_file_is_at_its_path() throws IOException {
    String me = Files.getOwner(directory).getName();
    ListenOptions options = ListenOptions.of(List.of("mode=0606", "owner=" + me), true);
    UnixSocketFile.bind(
        path,
        options,
        0600,
        made -> {
          server.bind(made);
          String parent =
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(made.getPath().getParent()));
          assertEquals("rwx------", parent, "no other user can connect before the mode is set");
          assertFalse(Files.exists(path));
        });
    assertEquals("rw----rw-", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
  }

  @Test
  void unknown_owner_is_found_without_opening_anything() throws IOException {
    ListenOptions options = ListenOptions.of(List.of("owner=no-such-user"), true);
    Exception e = assertThrows(IOException.class, () -> UnixSocketFile.check(path, options));
    assertEquals("no such user: no-such-user", e.getMessage());
    assertEquals(List.of(), names());
  }
}
