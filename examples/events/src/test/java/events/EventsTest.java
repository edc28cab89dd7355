package events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.api.Body;
import otus.server.api.Chunk;
import otus.server.api.Method;
import otus.server.api.Response;
import otus.server.api.testing.FakeContext;
import otus.server.api.testing.FakeRequest;
import otus.server.api.testing.Reply;

@Timeout(60)
class EventsTest {
  private final EventsProvider provider = new EventsProvider();
  private final FakeContext context = FakeContext.of(provider, "interval", "1ms");
  private final EventsHandler events = (EventsHandler) provider.create(context);

  @AfterEach
  void shutDown() {
    context.shutDown();
  }

  /// Returns the next chunk of a stream as text, or an empty string at its end.
  private static String next(Body.Stream stream) throws Exception {
    Chunk chunk = stream.source().next().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return chunk instanceof Chunk.Data data
        ? StandardCharsets.UTF_8.decode(data.bytes()).toString()
        : "";
  }

  private Body.Stream open() {
    Response response = (Response) events.handle(FakeRequest.get("/stream"));
    assertEquals("text/event-stream", response.headers().first("Content-Type"));
    return assertInstanceOf(Body.Stream.class, response.body());
  }

  @Test
  void clients_receive_events_until_they_disconnect() throws Exception {
    context.setTime(Instant.parse("2026-11-23T00:00:00Z"));
    Body.Stream first = open();
    Body.Stream second = open();
    for (Body.Stream stream : new Body.Stream[] {first, second}) {
      StringBuilder received = new StringBuilder();
      while (!received.toString().contains("event: tick\ndata: 2026-11-23T00:00:00Z\n\n")) {
        received.append(next(stream));
      }
      assertTrue(received.toString().startsWith("retry: 1000\n\n"), received.toString());
    }
    first.close();
    assertEquals(1, events.ticks().clients());
    second.close();
    assertEquals(0, events.ticks().clients());
  }

  @Test
  void streams_end_when_the_server_stops() throws Exception {
    Body.Stream before = open();
    context.shutDown();
    while (!next(before).isEmpty()) {}
    Body.Stream after = open();
    while (!next(after).isEmpty()) {}
  }

  @Test
  void page_is_html_and_head_leaves_no_stream_open() throws Exception {
    Reply page = Reply.to(FakeRequest.get("/"), events);
    assertEquals("text/html; charset=utf-8", page.headers().first("Content-Type"));
    assertTrue(page.text().contains("EventSource"));
    Reply.to(FakeRequest.of(Method.HEAD, "/stream"), events);
    assertEquals(0, events.ticks().clients());
  }

  @Test
  void other_requests_and_options_are_rejected() throws Exception {
    assertEquals(405, Reply.to(FakeRequest.post("/stream"), events).status().code());
    assertTrue(Reply.to(FakeRequest.get("/stream/x"), events).passed());
    assertThrows(
        IllegalArgumentException.class,
        () -> provider.create(FakeContext.of(provider, "interval", "0ms")));
  }
}
