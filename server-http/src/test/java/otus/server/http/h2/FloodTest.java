package otus.server.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import otus.server.api.Answer;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.Server;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.limit.Limit;

/// Clients that cause work without a use for it.
class FloodTest {
  private static final String CALM = "ENHANCE_YOUR_CALM too many useless frames or resets";

  private final Server server =
      new Server(
          request ->
              request.target().rawPath().equals("/later")
                  ? Answer.later(new CompletableFuture<>())
                  : Response.text(Status.OK, "hello"));

  private final Http2Client client = Http2Client.connect(server);

  /// Repeats a flood until the connection ends.
  ///
  /// @return how often it was repeated
  private int flood(int max, IntConsumer action) {
    for (int i = 0; i < max; i++) {
      if (client.isEnded()) {
        return i;
      }
      action.accept(i);
    }
    return max;
  }

  private void assertCalm(int most, IntConsumer action) {
    int count = flood(most + 1, action);
    assertTrue(count <= most, () -> count + " were accepted");
    List<String> frames = client.frames();
    assertTrue(frames.getLast().endsWith(CALM), frames::getLast);
    assertEquals(1, server.context().reached().count(Limit.USELESS_FRAMES));
    client.connection.finish();
    server.settle();
    assertEquals(0, server.context().memory().held());
  }

  @Test
  void pings_end_the_connection() {
    assertCalm(2000, i -> client.ping(i, false));
  }

  @Test
  void settings_end_the_connection() {
    assertCalm(2000, _ -> client.settings());
  }

  @Test
  void acknowledgments_end_the_connection() {
    assertCalm(2000, i -> client.ping(i, true));
  }

  @Test
  void unknown_frames_end_the_connection() {
    assertCalm(2000, _ -> client.frame(77, 0, 0, new byte[3]));
  }

  @Test
  void priorities_end_the_connection() {
    assertCalm(2000, i -> client.frame(2, 0, 2 * i + 1, new byte[5]));
  }

  @Test
  void priority_updates_end_the_connection() {
    assertCalm(2000, i -> client.priorityUpdate(2 * i + 1, "u=1"));
  }

  @Test
  void small_window_updates_end_the_connection() {
    assertCalm(2000, _ -> client.windowUpdate(0, 1));
  }

  @Test
  void empty_data_ends_the_connection() {
    client.request(1, "POST", "/later", false);
    assertCalm(2000, _ -> client.data(1, "", false));
  }

  @Test
  void rapid_resets_end_the_connection() {
    assertCalm(
        200,
        i -> {
          client.get(2 * i + 1, "/later");
          client.reset(2 * i + 1, ErrorCode.CANCEL);
        });
  }

  @Test
  void resets_that_the_client_provokes_end_the_connection() {
    assertCalm(
        200,
        i -> {
          client.get(2 * i + 1, "/later");
          client.frame(8, 0, 2 * i + 1, new byte[4]); // a WINDOW_UPDATE of 0
        });
  }

  @Test
  void malformed_requests_end_the_connection() {
    assertCalm(200, i -> client.get(2 * i + 1, "/", "Upper", "case"));
  }

  @Test
  void served_requests_pay_for_resets() {
    int count =
        flood(
            1000,
            i -> {
              client.get(4 * i + 1, "/");
              client.get(4 * i + 3, "/later").reset(4 * i + 3, ErrorCode.CANCEL);
            });
    assertEquals(1000, count);
  }

  @Test
  void continuations_without_end_end_the_connection() {
    client.frame(1, 0, 1, Http2Client.block(":method", "GET"));
    int count = flood(100, _ -> client.frame(9, 0, 1, Http2Client.block("x", "y")));
    assertTrue(count <= 9, () -> count + " frames");
    assertTrue(client.frames().getLast().contains("ENHANCE_YOUR_CALM"));
    assertEquals(1, server.context().reached().count(Limit.HEAD_SIZE));
  }

  @Test
  void bomb_of_a_table_is_refused() {
    byte[] large = Http2Client.block("x", "y".repeat(4000));
    large[0] = 0x40; // into the table
    client.send(Http2Client.raw(1, 5, 1, block(large, 15_000)));
    List<String> frames = client.frames();
    assertTrue(
        frames.getLast().contains("ENHANCE_YOUR_CALM fields are far too large"), frames::toString);
  }

  /// A block with one field and references to it.
  private static byte[] block(byte[] field, int references) {
    byte[] pseudo =
        Http2Client.block(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a");
    byte[] block = new byte[pseudo.length + field.length + Math.min(references, 12_000)];
    System.arraycopy(pseudo, 0, block, 0, pseudo.length);
    System.arraycopy(field, 0, block, pseudo.length, field.length);
    java.util.Arrays.fill(block, pseudo.length + field.length, block.length, (byte) 0xbe);
    return block;
  }

  @Test
  void further_streams_are_refused() {
    for (int i = 0; i < 100; i++) {
      client.get(2 * i + 1, "/later");
    }
    assertEquals(List.of(), client.frames());
    client.get(201, "/");
    assertEquals(List.of("RST_STREAM 201 REFUSED_STREAM"), client.frames());
    assertEquals(1, server.context().reached().count(Limit.STREAMS));
    client.reset(1, ErrorCode.CANCEL).get(203, "/");
    assertEquals(2, client.frames().size());
  }

  @Test
  void reset_streams_count_until_their_work_has_ended() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger running = new AtomicInteger();
    Server blocking =
        new Server(
            _ ->
                Answer.blocking(
                    () -> {
                      running.incrementAndGet();
                      while (true) {
                        try {
                          release.await();
                          return Response.text(Status.OK, "late");
                        } catch (InterruptedException e) {
                          continue; // work that ignores interrupts
                        }
                      }
                    }));
    Http2Client hostile = Http2Client.connect(blocking);
    int refused = 0;
    for (int i = 0; i < 130; i++) {
      hostile.get(2 * i + 1, "/").reset(2 * i + 1, ErrorCode.CANCEL);
    }
    for (String frame : hostile.frames()) {
      refused += frame.endsWith("REFUSED_STREAM") ? 1 : 0;
    }
    assertEquals(30, refused);
    release.countDown();
    for (int i = 0; i < 100; i++) {
      blocking.loop.awaitTask(); // the end of the work
    }
    assertEquals(100, running.get());
    assertFalse(hostile.isEnded());
    hostile.get(301, "/");
    assertFalse(hostile.frames().toString().contains("REFUSED"));
  }
}
