package otus.server.app.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import otus.server.api.testing.FakeRequest;
import otus.server.app.OutputLines;
import otus.server.app.config.AccessLogSpec;
import otus.server.app.config.UsageException;
import otus.server.app.logging.StandardOutput;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

class AccessLogTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final ExchangeRecord EXCHANGE =
      new ExchangeRecord(
          new InetSocketAddress("192.0.2.1", 1),
          FakeRequest.get("/a"),
          "",
          null,
          "HTTP/1.1",
          200,
          5,
          0,
          1_000_000,
          End.COMPLETE);

  @TempDir Path directory;

  private final OutputLines lines = new OutputLines();

  private StandardOutput output(boolean terminal, boolean colours) {
    return new StandardOutput(lines.stream(), (_, _) -> {}, () -> 7, terminal, colours);
  }

  @Test
  void file_has_a_line_for_each_exchange_of_each_loop() throws Exception {
    Path path = directory.resolve("log");
    AccessLogSpec spec = AccessLogSpec.of("json:" + path);
    try (AccessLog log = some(AccessLog.open(spec, output(true, true), CLOCK))) {
      log.onLoop().onExchange(EXCHANGE);
      log.onLoop().onExchange(EXCHANGE);
      assertEquals(0, log.lost());
    }
    assertEquals(2, Files.readAllLines(path).size());
    assertEquals(List.of(), lines.rest());
  }

  private static AccessLog some(AccessLog log) {
    assertNotNull(log);
    return log;
  }

  @Test
  void default_is_a_short_line_on_a_terminal_only() {
    assertNull(AccessLog.open(null, output(false, false), CLOCK));
    AccessLog log = some(AccessLog.open(null, output(true, false), CLOCK));
    log.onLoop().onExchange(EXCHANGE);
    assertEquals(" GET /a 200 5 1.0ms", lines.rest().getFirst().substring("00:00:00".length()));
    assertEquals(7, log.lost());
  }

  @Test
  void off_is_off_on_a_terminal() {
    assertNull(AccessLog.open(AccessLogSpec.of("off"), output(true, true), CLOCK));
  }

  @Test
  void file_that_cannot_be_opened_is_a_usage_error() {
    AccessLogSpec spec = AccessLogSpec.of(directory.resolve("none").resolve("log").toString());
    UsageException e =
        assertThrows(UsageException.class, () -> AccessLog.open(spec, output(false, false), CLOCK));
    assertEquals(
        "--access-log: cannot open " + spec.target() + ": no such directory", e.getMessage());
  }

  @Test
  void check_finds_what_an_opening_would_find_and_creates_nothing() {
    Path missing = directory.resolve("none/a.log");
    Path fine = directory.resolve("a.log");
    for (String bad : List.of(missing.toString(), directory.toString())) {
      assertThrows(UsageException.class, () -> AccessLog.check(AccessLogSpec.of("json:" + bad)));
    }
    AccessLog.check(AccessLogSpec.of("json:" + fine));
    AccessLog.check(AccessLogSpec.of("json:-"));
    AccessLog.check(null);
    assertFalse(Files.exists(fine));
  }
}
