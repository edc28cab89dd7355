package otus.server.http.versions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.http.h1.Server;
import otus.server.http.monitor.ExchangeRecord;

/// Runs each row with both versions, over each layer (see the executions of the tests in the POM),
/// and compares their results with the row and with each other.
@Timeout(60)
class ExchangeTableTest {
  @TempDir private static Path directory;

  static Stream<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(AnswerRows.all());
    rows.addAll(BodyRows.all(directory));
    rows.addAll(RequestRows.all());
    rows.addAll(RefusalRows.all());
    rows.addAll(EndRows.all());
    assertTrue(rows.size() >= 60);
    return rows.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void exchange_has_the_same_result_in_both_versions(Row row) {
    Map<Version, Received> results = new EnumMap<>(Version.class);
    for (Version version : Version.values()) {
      results.put(version, run(row, version));
    }
    Received one = results.get(Version.HTTP_1);
    Received other = results.get(Version.HTTP_2);
    String body = row.expected(Version.HTTP_1).body;
    boolean same = Objects.equals(body, row.expected(Version.HTTP_2).body);
    if (one.complete && other.complete && same) {
      assertEquals(one.endToEnd(), other.endToEnd());
      assertEquals(one.body.toString(), other.body.toString());
      assertEquals(one.trailers, other.trailers);
      assertEquals(one.interim, other.interim);
    }
  }

  private static Received run(Row row, Version version) {
    Handler handler =
        request ->
            request.target().rawPath().equals("/next")
                ? Response.text(Status.OK, "next")
                : row.handler.handle(request);
    Server server = new Server(handler, row.limits);
    Speaker speaker = version.connect(server);
    row.first.accept(speaker);
    send(row, speaker);
    row.actions.forEach(action -> action.accept(server, speaker));
    while (row.threaded && server.records().isEmpty()) {
      server.await();
    }
    server.settle();
    Received received = speaker.received(row);
    Expected expected = row.expected(version);
    String what = version + ": " + received;
    check(expected, received, what);
    assertEquals(1, server.records().size(), what);
    check(expected, server.records().getFirst(), received, version);
    switch (expected.after) {
      case USABLE -> assertTrue(speaker.isUsable(), what);
      case ENDED, BROKEN -> assertTrue(speaker.isEnded(), what);
    }
    return received;
  }

  private static void send(Row row, Speaker speaker) {
    speaker.head(row, !row.hasContent());
    for (int i = 0; i < row.parts.size(); i++) {
      boolean last = i == row.parts.size() - 1 && row.trailers.isEmpty();
      speaker.content(row.parts.get(i), last && row.ends);
    }
    if (!row.trailers.isEmpty()) {
      speaker.trailers(row.trailers);
    }
  }

  private static void check(Expected expected, Received received, String what) {
    assertEquals(expected.status, received.status, what);
    assertEquals(expected.interim, received.interim, what);
    assertEquals(expected.reset == null ? null : expected.reset.name(), received.reset, what);
    boolean complete = expected.complete && expected.after != Expected.After.BROKEN;
    assertEquals(complete, received.complete, what);
    if (expected.body != null) {
      assertEquals(expected.body, received.body.toString(), what);
    }
    assertEquals(expected.trailers, received.trailers, what);
    for (String each : expected.headers) {
      assertTrue(received.headers.contains(each), () -> each + " is missing in " + what);
    }
  }

  private static void check(
      Expected expected, ExchangeRecord record, Received received, Version version) {
    String what = version + ": " + record + " of " + received;
    assertEquals(expected.recorded, record.status(), what);
    assertEquals(expected.end, record.end(), what);
    assertEquals(version.protocol(), record.protocol(), what);
    long held = record.bodyBytes() - received.counted;
    assertTrue(held >= 0 && held <= expected.held, what);
    if (expected.line != null) {
      String line = expected.line.isEmpty() ? "" : expected.line + ' ' + version.protocol();
      assertEquals(line, record.requestLine(), what);
    }
  }
}
