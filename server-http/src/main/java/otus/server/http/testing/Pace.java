package otus.server.http.testing;

import java.time.Duration;
import otus.server.api.Body;

/// How the response body of a [ScriptedAnswer] is sent. Immutable.
///
/// @param part the maximum number of bytes of a part
/// @param pause the time before each part except the first one
/// @param end the number of bytes after which the connection breaks, or [#NEVER]
record Pace(int part, Duration pause, long end) {
  static final long NEVER = Long.MAX_VALUE;

  /// Everything at once.
  static final Pace FULL = new Pace(Integer.MAX_VALUE, Duration.ZERO, NEVER);

  Pace {
    if (part < 1 || end < 1) {
      throw new IllegalArgumentException("less than 1 byte: " + Math.min(part, end));
    }
    if (pause.isNegative()) {
      throw new IllegalArgumentException("the pause is negative: " + pause);
    }
  }

  Pace throttled(int bytes, Duration time) {
    return new Pace(bytes, time, end);
  }

  Pace brokenAfter(long bytes) {
    return new Pace(part, pause, bytes);
  }

  boolean breaks() {
    return end != NEVER;
  }

  /// Returns the length that the head declares, so that the client sees that the body is broken.
  long declared(long length) {
    return breaks() && length <= end ? Body.UNKNOWN : length;
  }
}
