package otus.server.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Answer;
import otus.server.api.Body;
import otus.server.api.Headers;
import otus.server.api.OpenFile;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.config.HandlerLimits;
import otus.server.http.config.HttpLimits;
import otus.server.http.h1.Server;
import otus.server.http.h2.codec.ErrorCode;

class Http2ReviewTest {
  private static final long DEPARTED = 0x6465_7061_7274_6564L;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private final CompletableFuture<Answer> pending = new CompletableFuture<>();
  private final List<Runnable> next = new ArrayList<>();

  private Answer handle(Request request) {
    String path = request.target().rawPath();
    if (path.equals("/later")) return Answer.later(pending);
    if (path.equals("/never")) return Answer.later(new CompletableFuture<>());
    if (path.equals("/read")) {
      next.add(() -> request.body().next());
      request.body().next();
      return Answer.later(new CompletableFuture<>());
    }
    if (path.equals("/echo"))
      return new Response(Status.OK, Headers.empty(), Body.stream(request.body()));
    int length = Integer.parseInt(path.substring(1));
    return new Response(Status.OK, Headers.empty(), Body.of("x".repeat(length)));
  }

  private final HttpLimits limits =
      HttpLimits.defaults()
          .withStallTimeout(Duration.ofSeconds(20))
          .withHeadTimeout(Duration.ofSeconds(10))
          .withIdleTimeout(Duration.ofSeconds(75));
  private final Server server = new Server(this::handle, limits);

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) server.pass(Duration.ofSeconds(1));
  }

  @Test
  void request_on_a_starved_connection_does_not_prolong_its_time() {
    Http2Client client = Http2Client.connect(server).settings(INITIAL_WINDOW_SIZE, 1 << 20);
    client.get(1, "/70000");
    client.frames();
    pass(5);
    client.request(3, "HEAD", "/5", true);
    assertEquals(1, client.frames().size());
    pass(300);
    assertTrue(client.connection.endpoint.aborted, "still open after 300 s");
  }

  @Test
  void time_of_a_frame_does_not_run_while_nothing_is_read() {
    Http2Client client =
        Http2Client.connect(server).settings(INITIAL_WINDOW_SIZE, 1 << 20).windowUpdate(0, 1 << 20);
    client.frames();
    client.connection.takes(100);
    byte[] ping = Http2Client.raw(6, 0, 0, new byte[8]);
    byte[] get = Http2Client.head(1, "GET", "/60000", true);
    byte[] both = java.util.Arrays.copyOf(get, get.length + 5);
    System.arraycopy(ping, 0, both, get.length, 5);
    client.send(both);
    client.send(java.util.Arrays.copyOfRange(ping, 5, ping.length)); // has arrived, is not read
    pass(12); // more than the head timeout, less than the stall timeout
    client.connection.reads(1 << 20);
    server.settle();
    List<String> frames = client.frames();
    assertFalse(frames.toString().contains("GOAWAY"), frames::toString);
  }

  @Test
  void content_of_a_request_after_the_last_goaway_is_ignored() {
    Http2Client client = Http2Client.connect(server).get(1, "/later");
    server.announceShutdown();
    server.settle();
    client.ping(DEPARTED, true);
    client.frames();
    client.request(3, "POST", "/5", false).data(3, "abc", true);
    assertEquals(List.of(), client.frames());
    pending.complete(Response.text(Status.OK, "done"));
    server.settle();
    assertEquals("DATA 1 done end", client.frames().getLast());
  }

  @Test
  void reset_of_a_request_after_the_last_goaway_is_ignored() {
    Http2Client client = Http2Client.connect(server).get(1, "/later");
    client.connection.drain();
    pass(2); // the last call: a slow client
    client.frames();
    client.get(3, "/5").reset(3, ErrorCode.CANCEL);
    assertEquals(List.of(), client.frames());
  }

  @Test
  void rest_of_an_unread_request_gets_room() {
    Http2Client client =
        Http2Client.connect(server).request(1, "POST", "/5", false, "content-length", "100000");
    client.frames();
    String part = "y".repeat(16_000);
    client.data(1, part, false).data(1, part, false).data(1, part, false).data(1, part, false);
    List<String> frames = client.frames();
    assertTrue(
        frames.toString().contains("WINDOW_UPDATE 1") || frames.toString().contains("RST_STREAM"),
        frames::toString);
  }

  @Test
  void no_100_follows_the_head_of_the_response() {
    Http2Client client =
        Http2Client.connect(server).request(1, "POST", "/echo", false, "expect", "100-continue");
    client.data(1, "abc", true);
    List<String> frames = client.frames();
    int ok = -1;
    for (int i = 0; i < frames.size(); i++) {
      if (frames.get(i).startsWith("HEADERS 1 200")) ok = i;
      if (frames.get(i).startsWith("HEADERS 1 100")) assertEquals(-1, ok, frames::toString);
    }
  }

  @Test
  void resets_for_a_wrong_length_are_limited() {
    Http2Client client = Http2Client.connect(server);
    int i = 0;
    for (; i < 1000 && !client.isEnded(); i++) {
      client
          .request(1 + 2 * i, "POST", "/never", false, "content-length", "1")
          .data(1 + 2 * i, "ab", false);
    }
    assertTrue(client.isEnded(), i + " resets");
  }

  @Test
  void resets_for_the_window_of_a_stream_are_limited() {
    Http2Client client = Http2Client.connect(server);
    String part = "y".repeat(16_384);
    for (int i = 0; i < 300 && !client.isEnded(); i++) {
      int s = 1 + 2 * i;
      client.request(s, "POST", "/never", false);
      for (int k = 0; k < 4; k++) client.data(s, part, false);
    }
    assertTrue(client.isEnded(), "300 resets");
  }

  @Test
  void error_of_one_file_ends_only_its_stream(@TempDir Path dir) throws Exception {
    Path file = Files.write(dir.resolve("f"), new byte[100]);
    FileChannel channel = FileChannel.open(file);
    Server files =
        new Server(
            r ->
                r.target().rawPath().equals("/file")
                    ? new Response(
                        Status.OK,
                        Headers.empty(),
                        Body.of(OpenFile.of(channel, 100, Instant.EPOCH)))
                    : Answer.later(pending));
    Http2Client client = Http2Client.connect(files).get(1, "/later");
    channel.close(); // as a read error
    client.get(3, "/file");
    assertFalse(client.connection.endpoint.aborted);
  }

  @Test
  void window_updates_for_small_content_are_free() {
    Http2Client client = Http2Client.connect(server);
    client.request(1, "POST", "/echo", false);
    for (int i = 0; i < 3000 && !client.isEnded(); i++) {
      client.data(1, "y".repeat(100), false).windowUpdate(1, 100).windowUpdate(0, 100);
    }
    assertFalse(client.isEnded(), "ended");
  }

  @Test
  void rest_of_a_request_after_a_408_must_arrive_in_time() {
    Http2Client client =
        Http2Client.connect(server).request(1, "POST", "/read", false, "content-length", "100");
    client.data(1, "abc", false);
    next.getFirst().run();
    server.settle();
    pass(25);
    assertTrue(client.frames().getFirst().startsWith("HEADERS 1 408"));
    pass(600);
    assertTrue(client.frames().contains("RST_STREAM 1 NO_ERROR"), "stream is open for ever");
  }

  @Test
  void answer_timeout_restarts_with_each_part() {
    Server slow =
        new Server(
            this::handle,
            limits.withHandlers(
                HandlerLimits.defaults().withAnswerTimeout(Duration.ofSeconds(10))));
    Http2Client client = Http2Client.connect(slow).request(1, "POST", "/read", false);
    String part = "y".repeat(16_000);
    client.data(1, part, false);
    for (int i = 0; i < 5; i++) {
      client.data(1, part, false).data(1, part, false);
      for (int k = 0; k < 2; k++) {
        for (int s = 0; s < 3; s++) slow.pass(Duration.ofSeconds(1));
        next.getFirst().run();
        slow.settle();
      }
    }
    List<String> frames = client.frames();
    assertFalse(frames.toString().contains("503"), frames::toString);
  }

  @Test
  void each_frame_has_its_own_time() {
    Http2Client client = Http2Client.connect(server);
    byte[] ping = Http2Client.raw(6, 0, 0, new byte[8]);
    byte[] cut = new byte[17];
    System.arraycopy(ping, 7, cut, 0, 10);
    System.arraycopy(ping, 0, cut, 10, 7);
    client.send(java.util.Arrays.copyOf(ping, 7));
    for (int i = 0; i < 15; i++) {
      pass(1);
      client.send(cut); // the end of a frame and the start of the next one
    }
    assertFalse(client.frames().toString().contains("GOAWAY"));
  }

  @Test
  void last_reset_of_a_flood_ends_its_stream_once() {
    Http2Client client = Http2Client.connect(server);
    for (int i = 0; i < 400 && !client.isEnded(); i++) {
      client
          .request(1 + 2 * i, "POST", "/never", false)
          .data(1 + 2 * i, "y".repeat(1000), false)
          .reset(1 + 2 * i, ErrorCode.CANCEL);
    }
    assertTrue(client.isEnded());
    client.connection.finish();
    server.settle();
    assertEquals(0, server.context().memory().held());
    client.connection.received();
  }

  private Http2Client plain() {
    return Http2Client.open(
        server,
        new otus.server.http.h1.Http1Factory(
            server.context(),
            otus.server.http.request.Transport.HTTP,
            new Http2Factory(server.context(), otus.server.http.request.Transport.HTTP)));
  }

  @Test
  void announcement_before_the_change_of_the_protocol_is_kept() {
    server.announceShutdown();
    Http2Client client = plain().send(Http2Client.PREFACE).settings();
    assertTrue(client.frames().toString().contains("GOAWAY"));
  }

  @Test
  void drain_before_the_change_of_the_protocol_is_kept() {
    Http2Client client = plain();
    client.connection.drain();
    client.send(Http2Client.PREFACE).settings().get(1, "/5");
    pass(5);
    assertTrue(client.isEnded());
  }
}
