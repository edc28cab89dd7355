package otus.server.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.Server;

/// The order in which content is sent (RFC 9218 §10).
class PriorityOrderTest {
  private static final int FRAME = 16_384;

  private final Server server = new Server(PriorityOrderTest::handle);
  private final Http2Client client = Http2Client.connect(server);

  private static Response handle(Request request) {
    int frames = Integer.parseInt(request.target().rawPath().substring(1));
    return new Response(Status.OK, Headers.empty(), Body.of("x".repeat(frames * FRAME)));
  }

  /// Opens the window of the connection, frame by frame, and returns the streams of the frames.
  private List<Integer> order(int frames) {
    client.frames();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      client.windowUpdate(0, FRAME);
      for (String frame : client.frames()) {
        if (frame.startsWith("DATA")) {
          order.add(Integer.valueOf(frame.split(" ")[1]));
        }
      }
    }
    return order;
  }

  /// Uses up the window of the connection.
  private void close() {
    client.settings(4, 1 << 24);
    client.get(1, "/3").get(3, "/1");
    client.frames();
  }

  @Test
  void responses_are_sent_one_after_the_other() {
    close();
    client.get(5, "/2").get(7, "/2");
    assertEquals(List.of(3, 5, 5, 5, 7, 7, 7), order(6));
  }

  @Test
  void urgent_responses_are_first() {
    close();
    client.get(5, "/2").get(7, "/2", "priority", "u=1");
    assertEquals(List.of(7, 7, 3), order(3).subList(0, 3));
  }

  @Test
  void incremental_responses_take_turns() {
    close();
    client.get(5, "/3", "priority", "u=2, i").get(7, "/3", "priority", "u=2, i");
    List<Integer> order = order(6);
    order.removeIf(stream -> stream == 3); // less urgent, so it has a small share
    assertEquals(List.of(5, 7, 5, 7, 5), order.subList(0, 5));
  }

  @Test
  void priority_can_be_changed_before_and_after_the_request() {
    close();
    client.priorityUpdate(7, "u=0").get(5, "/2").get(7, "/2").get(9, "/2");
    client.priorityUpdate(9, "u=1");
    assertEquals(List.of(7, 7, 9, 9), order(4));
  }

  @Test
  void less_urgent_responses_do_not_starve() {
    close();
    client.get(5, "/40", "priority", "u=0").get(7, "/2", "priority", "u=7");
    List<Integer> order = order(40);
    assertTrue(order.contains(3) || order.contains(7), order::toString);
  }
}
