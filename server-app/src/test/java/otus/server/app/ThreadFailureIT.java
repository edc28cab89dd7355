package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.app.training.TrainingClient;

/// An error inside any thread of the server ends the process, with its own exit code and one line.
/// A debugger throws the errors, so nothing in the image is there for this test.
@Timeout(60)
class ThreadFailureIT extends OnImage {

  /// `htpasswd -nbBC 4 ann otter`, and a path that every thread of the server has a part in: a file
  /// that is looked up, kept open for some seconds, guarded by a password, and compressed.
  private static final String USER =
      "ann:$2y$04$kxBOi9v/aDIkdfpTBdZOdeO70cEC7JJXJ0cY74v.0vSsGzRKoI/u.";

  private static final String GET =
      "GET /large.txt HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
          + "Authorization: Basic YW5uOm90dGVy\r\nConnection: close\r\n\r\n";

  /// Enough for each loop to get one of the connections, which the kernel places at random.
  private static final int MAX_REQUESTS = 200;

  private static final String PLUGIN = "GET /p HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "otus-loop-0",
        "otus-loop-1",
        "otus-watchdog",
        "otus-signals",
        "otus-stdout",
        "otus-stderr",
        "otus-files-1",
        "otus-files-timer",
        "otus-compress-1",
        "otus-auth-1",
        "otus-auth-file-1",
      })
  void an_error_in_a_thread_ends_the_process_with_code_70_and_one_line(String name)
      throws Exception {
    Files.writeString(site.resolve("large.txt"), "large\n".repeat(50_000));
    Path users = Files.writeString(directory.resolve("users"), USER + "\n");
    String[] flags = {"--workers", "2", "--compress", "--auth-file", users.toString()};
    try (Image.Started server = start(LAUNCHER, Debugger.environment(), flags);
        Debugger debugger = Debugger.attach(server)) {
      URI url = server.url();
      ask(url);
      throwIn(name, debugger, url);
      assertFailed(server);
    }
  }

  private static void assertFailed(Image.Started server) throws Exception {
    Image.Result result = server.end();
    assertEquals(70, result.code(), result::toString);
    // The JDK's queues answer an error inside of a wait with one of their own.
    String line =
        "otus-server: failed: a thread of the server ended: java\\.lang\\."
            + "(InternalError|IllegalMonitorStateException)";
    long lines = result.err().stream().filter(text -> text.startsWith("otus-server: ")).count();
    assertEquals(1, lines, result::toString);
    assertTrue(result.err().stream().anyMatch(text -> text.matches(line)), result::toString);
  }

  /// Outside of the plugin's own code, whose errors fail one request.
  @ParameterizedTest
  @CsvSource({
    "otus-blocking, otus.server.http.exchange.BlockingSlots$Once, run",
    "otus-stream, otus.server.api.StreamSource, rest",
    "otus-stop, otus.server.app.chain.HandlerChain, stop",
    "otus-shutdown, otus.server.app.chain.HandlerChain, close",
  })
  void an_error_in_a_thread_that_lives_for_a_moment_does_so_too(
      String name, String type, String method) throws Exception {
    Path plugins = directory.resolve("plugins");
    String stream = "ByteSource.of(new java.io.ByteArrayInputStream(new byte[10]))";
    String response = "new Response(Status.OK, Headers.empty(), Body.stream(" + stream + "))";
    String body = "Answer.blocking(() -> " + response + ")";
    Jars.plugin("planted", body).write(plugins.resolve("planted.jar"));
    String[] flags = {"--plugins", plugins.toString(), "--mount=/p=planted"};
    try (Image.Started server = start(LAUNCHER, Debugger.environment(), flags);
        Debugger debugger = Debugger.attach(server)) {
      URI url = server.url();
      try (TrainingClient client = new TrainingClient(url)) {
        client.send(PLUGIN);
        client.receive(false); // every class is loaded
        debugger.stopAtCall(type, method);
        client.send(PLUGIN);
        if (type.endsWith("HandlerChain")) {
          server.signal("TERM");
        }
        assertEquals(name, debugger.throwAtCall());
      }
      assertFailed(server);
    }
  }

  /// Throws an error in that thread, and gives it work until the process ends: a loop that waits
  /// for connections does not notice before the next one comes.
  private static void throwIn(String name, Debugger debugger, URI url) throws Exception {
    Optional<ThreadReference> thread = debugger.thread(name);
    while (thread.isEmpty()) { // it is there while it has something to do
      ask(url);
      thread = debugger.thread(name);
    }
    try {
      thread.get().stop(debugger.error());
      for (int i = 0; i < MAX_REQUESTS; i++) {
        ask(url);
      }
    } catch (VMDisconnectedException | IOException e) {
      return; // it ends
    }
  }

  private static void ask(URI url) throws Exception {
    try (TrainingClient client = new TrainingClient(url)) {
      client.send(GET);
      client.receive(false);
    }
  }
}
