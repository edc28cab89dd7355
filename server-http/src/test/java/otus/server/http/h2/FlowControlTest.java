package otus.server.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Chunk;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HttpLimits;
import otus.server.http.h1.Server;
import otus.server.http.monitor.ExchangeRecord.End;

/// The windows of both sides.
class FlowControlTest {
  private static final int INITIAL_WINDOW_SIZE = 4;

  private final List<String> received = new ArrayList<>();
  private final List<Runnable> next = new ArrayList<>();
  private final Server server = new Server(this::handle);

  private Answer handle(Request request) {
    if (request.target().rawPath().equals("/upload")) {
      next.add(() -> request.body().next().thenAccept(chunk -> received.add(text(chunk))));
      return Answer.later(new CompletableFuture<>());
    }
    int length = Integer.parseInt(request.target().rawPath().substring(1));
    return new Response(Status.OK, Headers.empty(), Body.of("x".repeat(length)));
  }

  private static String text(Chunk chunk) {
    return switch (chunk) {
      case Chunk.Data(var bytes) -> String.valueOf(bytes.remaining());
      case Chunk.End _ -> "end";
    };
  }

  private Http2Client connect() {
    return Http2Client.connect(server);
  }

  @Test
  void content_waits_for_the_window_of_the_stream() {
    Http2Client client = connect().settings(INITIAL_WINDOW_SIZE, 3);
    client.frames();
    client.get(1, "/5");
    assertEquals(List.of("HEADERS 1 200 content-length=5", "DATA 1 xxx"), client.frames());
    client.windowUpdate(1, 1);
    assertEquals(List.of("DATA 1 x"), client.frames());
    client.windowUpdate(1, 100);
    assertEquals(List.of("DATA 1 x end"), client.frames());
  }

  @Test
  void settings_change_the_windows_of_open_streams() {
    Http2Client client = connect().settings(INITIAL_WINDOW_SIZE, 2);
    client.frames();
    client.get(1, "/5");
    assertEquals(List.of("HEADERS 1 200 content-length=5", "DATA 1 xx"), client.frames());
    // The window becomes -1, so one byte of room is not enough.
    client.settings(INITIAL_WINDOW_SIZE, 1).windowUpdate(1, 1);
    assertEquals(List.of("SETTINGS ack"), client.frames());
    client.windowUpdate(1, 1);
    assertEquals(List.of("DATA 1 x"), client.frames());
    client.settings(INITIAL_WINDOW_SIZE, 100);
    assertEquals(List.of("SETTINGS ack", "DATA 1 xx end"), client.frames());
  }

  @Test
  void content_waits_for_the_window_of_the_connection() {
    Http2Client client = connect().settings(INITIAL_WINDOW_SIZE, 1 << 20);
    client.frames();
    client.get(1, "/65536");
    List<String> frames = client.frames();
    assertEquals(
        List.of(
            "HEADERS 1 200 content-length=65536",
            "DATA 1 (16384)",
            "DATA 1 (16384)",
            "DATA 1 (16384)",
            "DATA 1 (16383)"),
        frames);
    client.get(3, "/0").get(5, "/1");
    assertEquals(
        List.of("HEADERS 3 200 content-length=0 end", "HEADERS 5 200 content-length=1"),
        client.frames());
    client.windowUpdate(0, 2);
    assertEquals(List.of("DATA 1 x end", "DATA 5 x end"), client.frames());
  }

  @Test
  void windows_over_the_maximum_are_errors() {
    Http2Client client = connect().settings(INITIAL_WINDOW_SIZE, 0);
    client.get(1, "/5");
    client.frames();
    client.windowUpdate(1, Integer.MAX_VALUE).windowUpdate(1, Integer.MAX_VALUE);
    assertEquals("DATA 1 xxxxx end", client.frames().getFirst());

    Http2Client blocked = connect().settings(INITIAL_WINDOW_SIZE, 0);
    blocked.get(1, "/5").windowUpdate(0, 1 << 20);
    blocked.frames();
    blocked.settings(INITIAL_WINDOW_SIZE, 1).windowUpdate(1, Integer.MAX_VALUE);
    assertEquals("SETTINGS ack", blocked.frames().getFirst());

    Http2Client connection = connect().windowUpdate(0, Integer.MAX_VALUE);
    assertEquals(
        List.of("GOAWAY 0 FLOW_CONTROL_ERROR window of the connection is too large"),
        connection.frames());
    assertTrue(connection.isEnded());
  }

  @Test
  void window_of_a_waiting_stream_over_the_maximum_resets_it() {
    Http2Client client = connect().request(1, "POST", "/upload", false);
    client.windowUpdate(1, Integer.MAX_VALUE);
    assertEquals(List.of("RST_STREAM 1 FLOW_CONTROL_ERROR"), client.frames());
  }

  @Test
  void client_gets_room_for_what_the_handler_has_taken() {
    Http2Client client = connect().request(1, "POST", "/upload", false);
    String part = "y".repeat(16_384);
    client.data(1, part, false).data(1, part, false).data(1, part, false);
    assertEquals(List.of(), client.frames()); // nothing was taken
    next.getFirst().run();
    server.settle();
    next.getFirst().run();
    server.settle();
    assertEquals(List.of("16384", "16384"), received);
    assertEquals(List.of("WINDOW_UPDATE 1 32768"), client.frames());
  }

  @Test
  void more_content_than_the_window_is_an_error() {
    Http2Client client = connect().request(1, "POST", "/upload", false);
    String part = "y".repeat(16_384);
    client.data(1, part, false).data(1, part, false).data(1, part, false).data(1, part, false);
    assertEquals(List.of("RST_STREAM 1 FLOW_CONTROL_ERROR"), client.frames());
  }

  @Test
  void more_content_than_the_window_of_the_connection_ends_it() {
    Http2Client client = connect();
    String part = "y".repeat(16_384);
    for (int stream = 1; stream <= 9; stream += 2) {
      client.request(stream, "POST", "/upload", false);
      client.data(stream, part, false).data(stream, part, false).data(stream, part, false);
    }
    assertEquals(List.of(), client.frames());
    client.data(1, part.substring(1), false).data(3, part.substring(1), false);
    assertEquals(
        List.of("GOAWAY 9 FLOW_CONTROL_ERROR more content than the window allows"),
        client.frames());
  }

  @Test
  void room_of_a_stream_that_was_reset_returns_to_the_connection() {
    Http2Client client = connect();
    String part = "y".repeat(16_384);
    for (int stream = 1; stream < 200; stream += 2) {
      client.request(stream, "POST", "/upload", false);
      client.data(stream, part, false).data(stream, part, false);
      client.reset(stream, otus.server.http.h2.codec.ErrorCode.CANCEL);
    }
    List<String> frames = client.frames();
    assertEquals("WINDOW_UPDATE 0 131072", frames.getFirst());
    assertFalse(frames.toString().contains("GOAWAY"), frames::toString);
  }

  @Test
  void padding_returns_at_once() {
    Http2Client client = connect().request(1, "POST", "/upload", false);
    byte[] padded = new byte[1 + 200];
    padded[0] = (byte) 200;
    for (int i = 0; i < 400; i++) {
      client.frame(0, 8, 1, padded);
    }
    List<String> frames = client.frames();
    assertEquals("WINDOW_UPDATE 1 32964", frames.getFirst(), frames::toString);
  }

  @Test
  void stream_whose_window_stays_closed_is_reset_in_time() {
    HttpLimits limits = HttpLimits.defaults().withStallTimeout(Duration.ofSeconds(20));
    Server slow = new Server(this::handle, limits);
    Http2Client client = Http2Client.connect(slow).settings(INITIAL_WINDOW_SIZE, 0);
    client.get(1, "/5");
    client.frames();
    for (int i = 0; i < 19; i++) {
      slow.pass(Duration.ofSeconds(1));
    }
    assertEquals(List.of(), client.frames());
    slow.pass(Duration.ofSeconds(3));
    assertEquals(List.of("RST_STREAM 1 CANCEL"), client.frames());
    assertEquals(End.TIMED_OUT, slow.records().getFirst().end());
  }

  @Test
  void connection_whose_window_stays_closed_is_aborted_in_time() {
    HttpLimits limits = HttpLimits.defaults().withStallTimeout(Duration.ofSeconds(20));
    Server slow = new Server(this::handle, limits);
    Http2Client client = Http2Client.connect(slow).settings(INITIAL_WINDOW_SIZE, 1 << 20);
    client.get(1, "/70000");
    for (int i = 0; i < 30; i++) {
      slow.pass(Duration.ofSeconds(1));
    }
    assertTrue(client.connection.endpoint.aborted);
    assertEquals(End.TIMED_OUT, slow.records().getFirst().end());
  }

  @Test
  void client_that_reads_nothing_is_aborted_and_its_frames_are_not_read() {
    HttpLimits limits = HttpLimits.defaults().withStallTimeout(Duration.ofSeconds(20));
    Server slow = new Server(this::handle, limits);
    Http2Client client = Http2Client.connect(slow);
    client.connection.takes(10);
    client.get(1, "/5").get(3, "/5");
    client.ping(1, false);
    assertTrue(client.connection.endpoint.unread() > 0);
    for (int i = 0; i < 30; i++) {
      slow.pass(Duration.ofSeconds(1));
    }
    assertTrue(client.connection.endpoint.aborted);
  }

  /// Seen with large files: the client had read when the rest of the turn was written, so nothing
  /// was blocked any more, and nothing woke the connection up.
  @Test
  void client_that_reads_while_a_turn_is_written_gets_everything() {
    Http2Client client = connect().settings(INITIAL_WINDOW_SIZE, 1 << 20);
    client.windowUpdate(0, 1 << 20);
    client.frames();
    client.connection.takes(1000);
    client.connection.endpoint.roomAfterWrite = 1 << 20;
    client.get(1, "/200000").ping(5, false);
    List<String> frames = client.frames();
    assertTrue(frames.contains("PING ack 5"), frames::toString);
    assertTrue(frames.stream().anyMatch(frame -> frame.endsWith(" end")), frames::toString);
  }

  @Test
  void request_is_discarded_after_a_response_of_several_frames() {
    Http2Client client = connect().settings(INITIAL_WINDOW_SIZE, 1 << 20);
    client.windowUpdate(0, 1 << 20);
    client.frames();
    client.request(1, "POST", "/40000", false).get(3, "/40000");
    assertEquals("DATA 3 (7232) end", client.frames().getLast());
    client.data(1, "rest", true).get(5, "/1");
    assertEquals("DATA 5 x end", client.frames().getLast());
  }

  @Test
  void slow_reader_gets_everything() {
    Http2Client client = connect().settings(INITIAL_WINDOW_SIZE, 1 << 20);
    client.windowUpdate(0, 1 << 20);
    client.frames();
    client.connection.reads(1000);
    client.get(1, "/100000").get(3, "/30");
    int length = 0;
    boolean ended = false;
    for (String frame : client.frames()) {
      if (frame.startsWith("DATA 1 (")) {
        length += Integer.parseInt(frame.replaceAll(".*\\((\\d+)\\).*", "$1"));
      }
      ended |= frame.endsWith("end");
    }
    assertEquals(100_000, length);
    assertTrue(ended);
    assertEquals(2, server.records().size());
  }
}
