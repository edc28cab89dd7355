package otus.server.staticfiles.lookup;

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
      assertTrue(walker.stat(Path.of("a.txt")).isRegularFile());
      Files.delete(file);
      Files.createSymbolicLink(file, outside.resolve("a.txt"));
      assertThrows(IOException.class, () -> walker.open(Path.of("a.txt")).close());
    }
  }

  @Test
  void a_folder_exchanged_for_a_link_is_not_entered() throws Exception {
    Path directory = Files.createDirectory(root.resolve("folder"));
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      assertTrue(walker.stat(Path.of("folder")).isDirectory());
      Files.delete(directory);
      Files.createSymbolicLink(directory, outside);
      assertFalse(walker.enter(Path.of("folder")));
      assertTrue(walker.stat(Path.of("folder")).isSymbolicLink());
    }
  }

  /// It is a link each time it is opened, and a folder each time it is looked at.
  @ParameterizedTest
  @CsvSource({"1, true", "7, true", "8, false"})
  void a_folder_exchanged_for_a_link_and_back_is_tried_again(int times, boolean entered)
      throws Exception {
    Path directory = Files.createDirectory(root.resolve("folder"));
    Path away = root.resolve("away");
    int[] left = {times};
    Step step =
        opens -> {
          if (opens && left[0]-- > 0) {
            Files.move(directory, away);
            Files.createSymbolicLink(directory, outside);
          } else if (!opens && Files.isSymbolicLink(directory)) {
            Files.delete(directory);
            Files.move(away, directory);
          }
        };
    try (SecurePathWalker walker = new SecurePathWalker(root, stepped(step))) {
      assertTrue(walker.stat(Path.of("folder")).isDirectory());
      if (entered) {
        assertTrue(walker.enter(Path.of("folder")));
      } else {
        assertThrows(FileSystemException.class, () -> walker.enter(Path.of("folder")));
      }
    }
  }

  /// What happens before something is opened, or looked at, in an open folder.
  private interface Step {
    void take(boolean opens) throws IOException;
  }

  @SuppressWarnings("unchecked")
  private SecureDirectoryStream<Path> stepped(Step before) throws IOException {
    DirectoryStream<Path> real = Files.newDirectoryStream(root);
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (!method.getName().equals("close")) {
            before.take(method.getName().equals("newDirectoryStream"));
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
  void a_folder_that_was_entered_stays_the_one_it_was() throws Exception {
    write("folder/a.txt", "public");
    try (SecurePathWalker walker = SecurePathWalker.from(root)) {
      assertTrue(walker.enter(Path.of("folder")));
      Files.move(root.resolve("folder"), root.resolve("moved"));
      Files.createSymbolicLink(root.resolve("folder"), outside);
      try (FileChannel channel = walker.open(Path.of("a.txt"))) {
        assertTrue(channel.isOpen());
        assertTrue(openFiles().contains(root.resolve("moved/a.txt").toString()));
      }
    }
  }
}
