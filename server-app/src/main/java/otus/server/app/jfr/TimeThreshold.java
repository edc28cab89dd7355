package otus.server.app.jfr;

import java.time.Duration;
import java.util.Set;
import jdk.jfr.SettingControl;
import otus.server.api.fields.Quantities;

/// The minimum time of the requests that a recording gets. Written by the recorder, read by loops.
final class TimeThreshold extends SettingControl {
  private static final String ALL = "0 ms";

  private volatile String value = ALL;
  private volatile long nanos;

  /// Created by the recorder.
  TimeThreshold() {}

  /// Returns whether a time is not below the threshold.
  boolean isReached(long time) {
    return time >= nanos;
  }

  @Override
  public String combine(Set<String> values) {
    String least = ALL;
    long leastNanos = Long.MAX_VALUE;
    for (String each : values) {
      long nanos = nanos(each);
      if (nanos < leastNanos) {
        leastNanos = nanos;
        least = each;
      }
    }
    return least;
  }

  @Override
  public void setValue(String value) {
    this.value = value;
    nanos = nanos(value);
  }

  @Override
  public String getValue() {
    return value;
  }

  /// Parses a value such as `20 ms`; an invalid one is zero.
  private static long nanos(String value) {
    Duration time = Quantities.duration(value.replace(" ", ""));
    return time == null ? 0 : time.toNanos();
  }
}
