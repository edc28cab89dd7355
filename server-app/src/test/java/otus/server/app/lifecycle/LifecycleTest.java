package otus.server.app.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
  @TempDir Path directory;

  private Lifecycle lifecycle() {
    Optional<Path> pidFile = Optional.of(directory.resolve("otus.pid"));
    return Lifecycle.of(pidFile, null, Map.of(), System::nanoTime);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void files_are_there_from_begin_to_close() throws Exception {
    try (Lifecycle lifecycle = lifecycle()) {
      assertEquals(List.of(), names());
      lifecycle.begin();
      assertEquals(List.of("otus.pid", "otus.pid.sock.new"), names());
    }
    assertEquals(List.of(), names());
  }

  @Test
  void process_that_ends_before_it_serves_leaves_no_file() throws Exception {
    try (Lifecycle lifecycle = lifecycle()) {
      lifecycle.begin();
      lifecycle.abandon();
      assertEquals(List.of(), names());
    }
  }

  /// The thread of a signal may be faster than the main thread.
  @Test
  void process_that_ends_creates_no_further_file() throws Exception {
    Lifecycle lifecycle = lifecycle();
    Thread signal = Thread.ofPlatform().start(lifecycle::abandon);
    assertTrue(signal.join(Duration.ofSeconds(30)));
    Thread main = Thread.ofPlatform().daemon().start(lifecycle::begin);
    assertFalse(main.join(Duration.ofMillis(200)));
    assertEquals(List.of(), names());
  }
}
