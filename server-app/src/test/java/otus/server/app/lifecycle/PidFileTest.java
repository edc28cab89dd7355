package otus.server.app.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.app.config.UsageException;

class PidFileTest {
  @TempDir Path directory;

  private final long own = ProcessHandle.current().pid();

  private Path path() {
    return directory.resolve("otus.pid");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void file_has_the_pid_and_is_removed_at_the_end() throws Exception {
    try (PidFile _ = PidFile.claim(path())) {
      assertEquals(own + "\n", Files.readString(path()));
      assertEquals(new PidFile.State(own, true, true), PidFile.read(path()));
      assertEquals(List.of("otus.pid"), names());
    }
    assertEquals(new PidFile.State(-1, false, false), PidFile.read(path()));
    assertEquals(List.of(), names());
  }

  @Test
  void second_claim_is_refused_and_leaves_the_first() throws Exception {
    try (PidFile _ = PidFile.claim(path())) {
      UsageException refused = assertThrows(UsageException.class, () -> PidFile.claim(path()));
      assertEquals(
          "already running (pid %d, pid file %s)".formatted(own, path()), refused.getMessage());
      assertEquals(1, refused.exitCode());
      assertEquals(List.of("otus.pid"), names());
      assertTrue(PidFile.read(path()).held());
    }
  }

  @Test
  void stale_file_is_replaced_even_if_its_number_is_in_use() throws Exception {
    Files.writeString(path(), own + "\n");
    assertEquals(new PidFile.State(own, true, false), PidFile.read(path()));
    Files.writeString(path(), "1\n");
    try (PidFile _ = PidFile.claim(path())) {
      assertEquals(new PidFile.State(own, true, true), PidFile.read(path()));
    }
  }

  @Test
  void file_that_another_server_has_replaced_stays() throws Exception {
    PidFile old = PidFile.claim(path());
    try (PidFile other = PidFile.prepare(path())) {
      other.replace();
      old.close();
      assertTrue(PidFile.read(path()).held());
    }
    assertFalse(Files.exists(path()));
  }

  @Test
  void content_that_is_no_number_counts_as_unknown() throws Exception {
    Files.writeString(path(), "12a\n");
    assertEquals(-1, PidFile.read(path()).pid());
  }

  @Test
  void missing_directory_is_one_line() {
    Path missing = directory.resolve("missing/otus.pid");
    UsageException refused = assertThrows(UsageException.class, () -> PidFile.claim(missing));
    assertEquals(
        "cannot write the pid file " + missing + ": no such directory", refused.getMessage());
  }
}
