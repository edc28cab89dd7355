package otus.server.http.exchange;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import otus.server.api.HttpDate;
import otus.server.loop.EventLoop;

/// Formats the value of the header Date, once a second. Owned by one loop, confined to it.
public final class DateHeader {
  /// The wall clock is read at most once in this time, in nanoseconds of the loop.
  private static final long FRESH = 50_000_000;

  private final EventLoop loop;
  private final InstantSource clock;
  private byte[] value = new byte[0];
  private long second = -1;
  private long readAt;

  public DateHeader(EventLoop loop, InstantSource clock) {
    this.loop = loop;
    this.clock = clock;
  }

  /// Returns the value in ISO 8859-1. The caller does not modify it.
  public byte[] octets() {
    update();
    return value;
  }

  /// Returns the value in seconds since 1970.
  public long second() {
    update();
    return second;
  }

  private void update() {
    long now = loop.nanoTime();
    if (second < 0 || now - readAt > FRESH) {
      readAt = now;
      long current = Math.floorDiv(clock.millis(), 1000);
      if (current != second) {
        second = current;
        value = HttpDate.format(clock.instant()).getBytes(StandardCharsets.ISO_8859_1);
      }
    }
  }
}
