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

/// An error in any thread of the server ends the process with exit code 70 and one line. A debugger
/// throws the errors, so the image needs no code for this test.
@Timeout(60)
class ThreadFailureIT extends ImageTests {

  /// Output of `htpasswd -nbBC 4 ann otter`. The request below uses every thread of the server: its
  /// file is looked up, kept open for some seconds, protected by a password and compressed.
  private static final String USER =
      "ann:$2y$04$kxBOi9v/aDIkdfpTBdZOdeO70cEC7JJXJ0cY74v.0vSsGzRKoI/u.";

  private static final String GET =
      "GET /large.txt HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
          + "Authorization: Basic YW5uOm90dGVy\r\nConnection: close\r\n\r\n";

  /// Enough for each loop to get a connection; the kernel distributes them at random.
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
  void error_in_a_thread_ends_the_process_with_code_70_and_one_line(String name) throws Exception {
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
    // If the error occurs during a wait, the JDK's queues throw another one.
    String line =
        "otus-server: failed: a thread of the server ended: java\\.lang\\."
            + "(InternalError|IllegalMonitorStateException)";
    long lines = result.err().stream().filter(text -> text.startsWith("otus-server: ")).count();
    assertEquals(1, lines, result::toString);
    assertTrue(result.err().stream().anyMatch(text -> text.matches(line)), result::toString);
  }

  /// The error is thrown outside of the plugin's code, where an error fails only one request.
  @ParameterizedTest
  @CsvSource({
    "otus-blocking, otus.server.http.exchange.PendingAnswer, call",
    "otus-stream, otus.server.api.StreamSource, finishRead",
    "otus-stop, otus.server.app.chain.HandlerChain, stop",
    "otus-shutdown, otus.server.app.chain.HandlerChain, close",
  })
  void error_in_a_short_lived_thread_ends_the_process_with_code_70(
      String name, String type, String method) throws Exception {
    Path plugins = directory.resolve("plugins");
    String stream = "ByteSource.of(new java.io.ByteArrayInputStream(new byte[10]))";
    String response = "new Response(Status.OK, Headers.empty(), Body.stream(" + stream + "))";
    String body = "Answer.blocking(() -> " + response + ")";
    PluginJar.plugin("planted", body).write(plugins.resolve("planted.jar"));
    String[] flags = {"--plugins", plugins.toString(), "--mount=/p=planted"};
    try (Image.Started server = start(LAUNCHER, Debugger.environment(), flags);
        Debugger debugger = Debugger.attach(server)) {
      URI url = server.url();
      try (TrainingClient client = new TrainingClient(url)) {
        client.send(PLUGIN);
        client.receive(false); // now all classes are loaded
        debugger.stopAtCall(type, method);
        client.send(PLUGIN);
        if (type.endsWith("HandlerChain")) {
          server.signal("TERM");
        }
        assertEquals(name, debugger.throwAtCall());
        debugger.detach();
      }
      assertFailed(server);
    }
  }

  /// Throws an error in a thread, and sends requests until the process ends, because a waiting loop
  /// does not see the error before the next connection.
  private static void throwIn(String name, Debugger debugger, URI url) throws Exception {
    Optional<ThreadReference> thread = debugger.thread(name);
    while (thread.isEmpty()) { // it may exist only while it has work
      ask(url);
      thread = debugger.thread(name);
    }
    try {
      thread.get().stop(debugger.error());
      debugger.detach(); // the JDK's agent can crash if it is in use when the process ends
      for (int i = 0; i < MAX_REQUESTS; i++) {
        ask(url);
      }
    } catch (VMDisconnectedException | IOException e) {
      return; // the process has ended
    }
  }

  private static void ask(URI url) throws Exception {
    try (TrainingClient client = new TrainingClient(url)) {
      client.send(GET);
      client.receive(false);
    }
  }
}
