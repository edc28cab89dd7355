package otus.server.http.limit;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import otus.server.http.syntax.Violation;

/// How often each [Limit] was reached on one loop. Changed by the loop only; any thread may read
/// it, possibly with a delay.
public final class LimitCounts {
  private final AtomicLongArray counts = new AtomicLongArray(Limit.values().length);

  /// Counts a limit that was reached.
  public void add(Limit limit) {
    int i = limit.ordinal();
    counts.setOpaque(i, counts.getPlain(i) + 1);
  }

  /// Counts a refused request, if it has exceeded a limit.
  public void add(Violation violation) {
    Limit limit = limit(violation);
    if (limit != null) {
      add(limit);
    }
  }

  private static @Nullable Limit limit(Violation violation) {
    return switch (violation) {
      case TARGET_TOO_LONG, HEAD_TOO_LARGE -> Limit.HEAD_SIZE;
      case CONTENT_TOO_LARGE -> Limit.BODY_SIZE;
      default -> null;
    };
  }

  /// Returns the count of a limit.
  public long count(Limit limit) {
    return counts.getOpaque(limit.ordinal());
  }
}
