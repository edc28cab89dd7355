package otus.server.app.lifecycle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.app.config.UsageException;

class BackgroundTest {
  @TempDir Path directory;

  @Test
  void server_that_does_not_serve_in_time_is_killed() throws Exception {
    Process hanging = new ProcessBuilder("sleep", "1000").start();
    Background background = new Background(directory.resolve("otus.pid"), Map.of(), Duration.ZERO);
    UsageException refused =
        assertThrows(UsageException.class, () -> background.await(hanging, 0, true));
    assertEquals(
        "pid " + hanging.pid() + " did not serve within 0 s and was killed", refused.getMessage());
    assertEquals(1, refused.exitCode());
    assertFalse(hanging.isAlive());
  }
}
