package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.app.training.TrainingClient;

/// How often the path of a request for a cached file goes from one class of server-http to another,
/// without the codec. A reader follows each of these steps: fewer are easier to understand.
@Timeout(60)
class HitPathIT extends ImageTests {
  private static final String GET = "GET /hello.txt HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String START = "otus.server.http.h1.Http1Connection.onReadable";

  /// Some requests look the file up again. A file that was just written is looked up each time.
  private static final int REQUESTS = 40;

  private static final int PAUSE_MILLIS = 100;

  @Test
  void hit_changes_class_less_than_35_times() throws Exception {
    try (Image.Started server = start(LAUNCHER, Debugger.environment(), "--workers", "1");
        Debugger debugger = Debugger.attach(server);
        TrainingClient client = new TrainingClient(server.url())) {
      debugger.recordCalls(
          "otus-loop-0",
          "otus.server.http.*",
          "otus.server.http.h1.codec.*",
          "otus.server.http.syntax.*");
      for (int i = 0; i < REQUESTS; i++) {
        client.send(GET);
        client.receive(false);
        Thread.sleep(PAUSE_MILLIS);
      }
      List<List<String>> paths = paths(debugger.calls());
      List<String> shortest =
          paths.stream().min((a, b) -> Integer.compare(changes(a), changes(b))).orElseThrow();
      assertTrue(paths.size() >= REQUESTS - 1, paths::toString);
      assertTrue(changes(shortest) > 10 && changes(shortest) < 35, shortest::toString);
    }
  }

  /// Returns the calls of each request, up to the next one.
  private static List<List<String>> paths(List<String> calls) {
    List<List<String>> paths = new ArrayList<>();
    for (String call : calls) {
      if (call.equals(START)) {
        paths.add(new ArrayList<>());
      }
      if (!paths.isEmpty()) {
        paths.getLast().add(call);
      }
    }
    return paths;
  }

  private static int changes(List<String> calls) {
    int changes = 0;
    String last = type(calls.getFirst());
    for (String call : calls) {
      String type = type(call);
      changes += type.equals(last) ? 0 : 1;
      last = type;
    }
    return changes;
  }

  private static String type(String call) {
    return call.substring(0, call.lastIndexOf('.'));
  }
}
