package otus.server.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JournalTest {
  @TempDir Path directory;

  @Test
  @EnabledOnOs(OS.LINUX) // the attributes are those of Unix
  void journal_reads_the_stream_with_its_device_and_inode() throws Exception {
    Path file = Files.createFile(directory.resolve("log"));
    Path other = Files.createFile(directory.resolve("other"));
    Path link = Files.createSymbolicLink(directory.resolve("2"), file);
    String stream =
        Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
    assertTrue(Journal.isReader(stream, link));
    assertFalse(Journal.isReader(stream, other));
    assertFalse(Journal.isReader("", link));
    assertFalse(Journal.isReader(stream, directory.resolve("missing")));
  }

  @ParameterizedTest
  @CsvSource({"SEVERE, <3>", "WARNING, <4>", "INFO, <6>", "CONFIG, <7>", "FINE, <7>", "FINER, <7>"})
  void each_line_has_the_priority_of_its_level(String level, String prefix) {
    LogRecord record = new LogRecord(Level.parse(level), "event=a");
    record.setInstant(Instant.EPOCH);
    Exception failure = new IllegalStateException("b");
    failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("C", "m", "C.java", 1)});
    record.setThrown(failure);
    assertEquals(
        prefix
            + ("l event=a\n" + prefix + "java.lang.IllegalStateException: b\n")
            + (prefix + "\tat C.m(C.java:1)\n"),
        new LogLines("l %5$s%6$s%n", true).format(record));
    assertEquals("l event=a\n", new LogLines("l %5$s%n", false).format(record));
  }
}
