package otus.server.http.exchange;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import otus.server.api.HttpDate;
import otus.server.loop.EventLoop;

/// The value of Date, made once a second; owned by an acceptor, confined to its loop.
public final class DateField {
  /// How long the wall clock is not asked again, in nanoseconds of the loop's own time.
  private static final long FRESH = 50_000_000;

  private final EventLoop loop;
  private final InstantSource clock;
  private byte[] value = new byte[0];
  private long second = -1;
  private long askedAt;

  public DateField(EventLoop loop, InstantSource clock) {
    this.loop = loop;
    this.clock = clock;
  }

  /// The octets of the value, not to be changed.
  public byte[] octets() {
    renew();
    return value;
  }

  /// The second that it names, since 1970.
  public long second() {
    renew();
    return second;
  }

  private void renew() {
    long now = loop.nanoTime();
    if (second < 0 || now - askedAt > FRESH) {
      askedAt = now;
      long current = Math.floorDiv(clock.millis(), 1000);
      if (current != second) {
        second = current;
        value = HttpDate.format(clock.instant()).getBytes(StandardCharsets.ISO_8859_1);
      }
    }
  }
}
