package otus.server.app.accesslog;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/// The time of day as text, which is made once a second. Confined to one loop.
final class SecondStamp {
  private static final long NEVER = Long.MIN_VALUE;

  private final InstantSource clock;
  private final DateTimeFormatter formatter;
  private long second = NEVER;
  private long millis;
  private byte[] text = {};

  /// @param zone the time zone of the text
  SecondStamp(InstantSource clock, DateTimeFormatter formatter, ZoneId zone) {
    this.clock = clock;
    this.formatter = formatter.withZone(zone);
  }

  /// Reads the clock and adds the second.
  void addTo(LineBuffer line) {
    millis = clock.millis();
    long now = Math.floorDiv(millis, 1000);
    if (now != second) {
      text = formatter.format(Instant.ofEpochSecond(now)).getBytes(StandardCharsets.US_ASCII);
      second = now;
    }
    line.add(text);
  }

  /// The milliseconds of the time that was added last.
  int millisOfSecond() {
    return Math.floorMod(millis, 1000);
  }
}
