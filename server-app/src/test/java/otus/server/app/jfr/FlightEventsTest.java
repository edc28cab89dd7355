package otus.server.app.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.Attributes;
import otus.server.api.testing.FakeRequest;
import otus.server.http.monitor.ConnectionRecord;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

class FlightEventsTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.1", 1);

  @TempDir Path directory;

  private static ExchangeRecord exchange(String target, Duration time) {
    FakeRequest request = FakeRequest.get(target);
    request.attributes().set(Attributes.HANDLER, "static");
    return new ExchangeRecord(
        PEER, request, "", null, "HTTP/1.1", 200, 5, 0, time.toNanos(), End.COMPLETE);
  }

  @Test
  void recording_gets_slow_requests_connections_and_stalls() throws Exception {
    FlightEvents events = new FlightEvents();
    assertFalse(events.usesExchanges());
    events.register();
    Path file = directory.resolve("a.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("otus.Request").with("atLeast", "20 ms");
      recording.start();
      assertTrue(events.usesExchanges());
      events.onExchange(exchange("/fast", Duration.ofMillis(19)));
      events.onExchange(exchange("/slow?a", Duration.ofMillis(20)));
      events.onConnection(new ConnectionRecord(PEER, PEER, 3, 1));
      events.onStall("loop-1", Duration.ofSeconds(2), "here");
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> all =
        RecordingFile.readAllEvents(file).stream()
            .filter(event -> event.getEventType().getName().startsWith("otus."))
            .toList();
    assertEquals(
        List.of("otus.Request", "otus.Connection", "otus.LoopStall"),
        all.stream().map(event -> event.getEventType().getName()).toList());
    RecordedEvent request = all.getFirst();
    assertEquals("/slow", request.getString("path"));
    assertEquals("GET", request.getString("method"));
    assertEquals("static", request.getString("handler"));
    assertEquals(200, request.getInt("status"));
    assertEquals(5, request.getLong("bytes"));
    assertEquals(Duration.ofMillis(20), request.getDuration("time"));
    assertEquals(3, all.get(1).getLong("requests"));
    assertEquals("here", all.get(2).getString("place"));
  }
}
