package otus.server.staticfiles.walk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.staticfiles.SiteTest;

/// A name is exchanged between stat and the next step, as in a race.
class SecurePathWalkerTest extends SiteTest {
  private Path outside;

  @BeforeEach
  void makeOutside() throws Exception {
    outside = Files.createDirectory(root.resolveSibling("outside"));
    Files.writeString(outside.resolve("a.txt"), "secret");
  }

  @Test
  void file_exchanged_for_a_link_is_not_opened() throws Exception {
    Path file = write("a.txt", "public");
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      assertTrue(walker.stat(Path.of("a.txt")).isRegularFile());
      Files.delete(file);
      Files.createSymbolicLink(file, outside.resolve("a.txt"));
      assertThrows(IOException.class, () -> walker.open(Path.of("a.txt")).close());
    }
  }

  @Test
  void directory_exchanged_for_a_link_is_not_entered() throws Exception {
    Path directory = Files.createDirectory(root.resolve("directory"));
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      assertTrue(walker.stat(Path.of("directory")).isDirectory());
      Files.delete(directory);
      Files.createSymbolicLink(directory, outside);
      assertFalse(walker.enter(Path.of("directory")));
      assertTrue(walker.stat(Path.of("directory")).isSymbolicLink());
    }
  }

  /// The name is a link each time it is opened, and a directory at each stat.
  @ParameterizedTest
  @CsvSource({"1, true", "7, true", "8, false"})
  void directory_exchanged_for_a_link_and_back_is_tried_again(int times, boolean entered)
      throws Exception {
    Path directory = Files.createDirectory(root.resolve("directory"));
    Path away = root.resolve("away");
    int[] left = {times};
    BeforeCall step =
        opens -> {
          if (opens && left[0]-- > 0) {
            Files.move(directory, away);
            Files.createSymbolicLink(directory, outside);
          } else if (!opens && Files.isSymbolicLink(directory)) {
            Files.delete(directory);
            Files.move(away, directory);
          }
        };
    try (SecurePathWalker walker = new SecurePathWalker(root, observed(step))) {
      assertTrue(walker.stat(Path.of("directory")).isDirectory());
      if (entered) {
        assertTrue(walker.enter(Path.of("directory")));
      } else {
        assertThrows(FileSystemException.class, () -> walker.enter(Path.of("directory")));
      }
    }
  }

  /// An action before each open or stat in an open directory.
  private interface BeforeCall {
    void run(boolean opens) throws IOException;
  }

  @SuppressWarnings("unchecked")
  private SecureDirectoryStream<Path> observed(BeforeCall before) throws IOException {
    DirectoryStream<Path> real = Files.newDirectoryStream(root);
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (!method.getName().equals("close")) {
            before.run(method.getName().equals("newDirectoryStream"));
          }
          try {
            return method.invoke(real, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    Class<?>[] types = {SecureDirectoryStream.class};
    return (SecureDirectoryStream<Path>)
        Proxy.newProxyInstance(SecurePathWalkerTest.class.getClassLoader(), types, handler);
  }

  @Test
  void entered_directory_stays_the_same_when_its_name_is_exchanged() throws Exception {
    write("directory/a.txt", "public");
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      assertTrue(walker.enter(Path.of("directory")));
      Files.move(root.resolve("directory"), root.resolve("moved"));
      Files.createSymbolicLink(root.resolve("directory"), outside);
      try (FileChannel channel = walker.open(Path.of("a.txt"))) {
        assertTrue(channel.isOpen());
        assertTrue(openFiles().contains(root.resolve("moved/a.txt").toString()));
      }
    }
  }
}
