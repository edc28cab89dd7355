package otus.server.staticfiles.lookup;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import otus.server.staticfiles.SiteTest;

/// What was looked at is exchanged before the next step, as a race would have it.
class SecurePathWalkerTest extends SiteTest {
  private Path outside;

  @BeforeEach
  void makeOutside() throws Exception {
    outside = Files.createDirectory(root.resolveSibling("outside"));
    Files.writeString(outside.resolve("a.txt"), "secret");
  }

  @Test
  void a_file_exchanged_for_a_link_is_not_opened() throws Exception {
    Path file = write("a.txt", "public");
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      assertTrue(walker.look(Path.of("a.txt")).isRegularFile());
      Files.delete(file);
      Files.createSymbolicLink(file, outside.resolve("a.txt"));
      assertThrows(IOException.class, () -> walker.open(Path.of("a.txt")).close());
    }
  }

  @Test
  void a_folder_exchanged_for_a_link_is_not_entered() throws Exception {
    Path directory = Files.createDirectory(root.resolve("folder"));
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      assertTrue(walker.look(Path.of("folder")).isDirectory());
      Files.delete(directory);
      Files.createSymbolicLink(directory, outside);
      assertThrows(FileSystemException.class, () -> walker.enter(Path.of("folder")));
      assertTrue(walker.look(Path.of("folder")).isSymbolicLink());
    }
  }

  @Test
  void a_folder_that_was_entered_stays_the_one_it_was() throws Exception {
    write("folder/a.txt", "public");
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      walker.enter(Path.of("folder"));
      Files.move(root.resolve("folder"), root.resolve("moved"));
      Files.createSymbolicLink(root.resolve("folder"), outside);
      try (FileChannel channel = walker.open(Path.of("a.txt"))) {
        assertTrue(channel.isOpen());
        assertTrue(openFiles().contains(root.resolve("moved/a.txt").toString()));
      }
    }
  }
}
