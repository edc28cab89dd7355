package otus.server.app;

import static org.junit.jupiter.api.Assertions.assertTrue;

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

  /// A file that was just written is looked up each time, any other once a second.
  private static final int REQUESTS = 20;

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
      List<String> calls = List.of();
      int least = Integer.MAX_VALUE;
      for (int i = 0; i < REQUESTS && least >= 35; i++) {
        client.send(GET);
        client.receive(false);
        calls = debugger.calls();
        calls = calls.subList(calls.indexOf(START), calls.size());
        least = Math.min(least, changes(calls));
      }
      assertTrue(least > 10 && least < 35, calls::toString);
    }
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
