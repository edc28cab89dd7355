package otus.server.staticfiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Answer;

/// Files whose opening blocks: another process holds a write lease on each.
class BlockedFilesTest extends SiteTest {
  private static final int FILES = 40;
  private static final String LEASE =
      """
      import fcntl, signal, sys
      signal.signal(signal.SIGIO, signal.SIG_IGN)
      held = [open(name, 'r+') for name in sys.argv[1:]]
      for file in held:
        fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
      print('held', flush=True)
      sys.stdin.read()
      """;

  private Process lease(List<Path> files) throws IOException {
    List<String> command = new ArrayList<>(List.of("python3", "-c", LEASE));
    files.forEach(file -> command.add(file.toString()));
    Process holder;
    try {
      holder = new ProcessBuilder(command).start();
    } catch (IOException e) {
      holder = null; // python3 is missing
    }
    assumeTrue(holder != null);
    BufferedReader output = holder.inputReader();
    if (!"held".equals(output.readLine())) {
      holder.destroy();
      assumeTrue(false, "this system gives no leases");
    }
    return holder;
  }

  @Test
  @Timeout(40) // the kernel breaks leases after 45 seconds
  void blocked_files_do_not_delay_other_files() throws Exception {
    handler("listing", "true", "not-found", "page.html");
    write("page.html", "no such page");
    write("free.txt", "free");
    write("cached.txt", "cached");
    write("folder/index.html", "index");
    assertEquals("200 cached", outcome("/cached.txt"));
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      files.add(write("blocked" + i, "blocked"));
    }
    Process holder = lease(files);
    List<Answer.Later> blocked = new ArrayList<>();
    try {
      for (int i = 0; i < FILES; i++) {
        Answer answer = handle("GET", "/blocked" + i);
        while (answer instanceof Answer.Blocking waiting) {
          answer = waiting.work().call();
        }
        blocked.add((Answer.Later) answer);
      }
      assertEquals("200 free", outcome("/free.txt"));
      assertEquals("200 cached", outcome("/cached.txt"));
      assertEquals("200 index", outcome("/folder/"));
      assertEquals("404 no such page", outcome("/missing"));
      assertEquals("301 folder/", outcome("/folder"));
      assertEquals("200", outcome("/?format=json").substring(0, 3));
      for (Answer.Later answer : blocked) {
        assertFalse(answer.stage().toCompletableFuture().isDone());
      }
    } finally {
      holder.getOutputStream().close(); // releases the leases
      holder.waitFor();
      for (Answer answer : blocked) {
        AnswerReader.settle(answer);
      }
    }
    assertEquals("200 blocked", outcome("/blocked0"));
  }
}
