package otus.server.app.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogFileTest {
  @TempDir Path directory;

  private static void write(LogFile file, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    file.write(bytes, 0, bytes.length);
  }

  private static void until(Thread thread, Thread.State state) {
    while (thread.getState() != state && thread.isAlive()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void lines_are_appended() throws IOException {
    Path path = Files.writeString(directory.resolve("log"), "old\n");
    try (LogFile file = LogFile.open(path)) {
      write(file, "new\n");
    }
    assertEquals(List.of("old", "new"), Files.readAllLines(path));
  }

  @Test
  void line_that_was_cut_off_is_ended_first() throws IOException {
    Path path = Files.writeString(directory.resolve("log"), "old\ncut o");
    try (LogFile file = LogFile.open(path)) {
      write(file, "new\n");
    }
    assertEquals(List.of("old", "cut o", "new"), Files.readAllLines(path));
  }

  @Test
  void renamed_file_gets_no_line_after_the_reopening() throws IOException {
    Path path = directory.resolve("log");
    Path renamed = directory.resolve("log.1");
    try (LogFile file = LogFile.open(path)) {
      write(file, "one\n");
      Files.move(path, renamed);
      write(file, "two\n");
      file.reopen();
      write(file, "three\n");
    }
    assertEquals(List.of("one", "two"), Files.readAllLines(renamed));
    assertEquals(List.of("three"), Files.readAllLines(path));
  }

  @Test
  void former_file_stays_in_use_if_the_path_cannot_be_opened() throws IOException {
    Path path = directory.resolve("log");
    Path renamed = directory.resolve("log.1");
    try (LogFile file = LogFile.open(path)) {
      Files.move(path, renamed);
      Files.createDirectory(path);
      assertThrows(IOException.class, file::reopen);
      write(file, "one\n");
    }
    assertEquals(List.of("one"), Files.readAllLines(renamed));
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void write_that_fails_is_repeated_after_the_reopening() throws Exception {
    Path path = directory.resolve("log");
    Files.createSymbolicLink(path, Path.of("/dev/full"));
    LogFile file = LogFile.open(path);
    Thread writer = Thread.ofPlatform().start(() -> write(file, "one\ntwo\n"));
    until(writer, Thread.State.TIMED_WAITING);
    Files.delete(path);
    file.reopen();
    writer.join();
    file.close();
    assertEquals(List.of("one", "two"), Files.readAllLines(path));
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void close_ends_a_write_that_fails() throws Exception {
    LogFile file = LogFile.open(Path.of("/dev/full"));
    Thread writer = Thread.ofPlatform().start(() -> write(file, "one\n"));
    until(writer, Thread.State.TIMED_WAITING);
    file.close();
    writer.join();
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void pipe_without_reader_is_opened_and_left() throws Exception {
    Path path = directory.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    LogFile file = LogFile.open(path);
    Thread writer = Thread.ofPlatform().start(() -> write(file, "line\n".repeat(100_000)));
    Path other = directory.resolve("other");
    Files.move(path, other); // the writer may have begun, and is blocked or will be
    file.reopen();
    writer.join();
    file.close();
    assertTrue(Files.readString(path).endsWith("line\n"));
    assertEquals("", Files.readString(path).replace("line\n", ""));
  }

  @Test
  void directory_is_refused() {
    IOException e = assertThrows(IOException.class, () -> LogFile.open(directory));
    assertEquals("it is a directory", e.getMessage());
  }
}
