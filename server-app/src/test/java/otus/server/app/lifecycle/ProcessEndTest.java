package otus.server.app.lifecycle;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessEndTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  /// Runs a command in the background of a process that never asks how its children ended.
  private static Process parent(String command) throws Exception {
    return new ProcessBuilder("sh", "-c", command + " & echo $!; exec sleep 60").start();
  }

  private static ProcessHandle child(Process parent) throws Exception {
    BufferedReader output = parent.inputReader();
    return ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
  }

  @Test
  void zombie_has_ended() throws Exception {
    Process parent = parent("sleep 0.3");
    try {
      ProcessHandle zombie = child(parent);
      assertTrue(ProcessEnd.await(zombie, LONG));
      assertTrue(zombie.isAlive(), "nobody has asked for it");
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void process_that_runs_has_not_ended() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      assertFalse(ProcessEnd.await(process.toHandle(), Duration.ofMillis(50)));
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertTrue(ProcessEnd.await(process.toHandle(), LONG));
  }
}
