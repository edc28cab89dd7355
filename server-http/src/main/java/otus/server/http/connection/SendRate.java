package otus.server.http.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import otus.server.http.exchange.LoopContext;
import otus.server.http.limit.Limit;
import otus.server.loop.Deadline;

/// Limits the bytes per second that one connection sends: after each part the connection pauses
/// until the part is paid for. Owned by the connection, confined to its loop.
public final class SendRate {
  /// The number of parts per second: a client hardly notices the pauses.
  private static final int PARTS = 10;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final LoopContext context;
  private final Runnable onReady;

  /// The limit in bytes per second; 0 = unlimited.
  private long rate;

  /// The time at which everything sent so far is paid for; undefined while there is no limit.
  private long paid;

  /// Created when it is first needed.
  private @Nullable Deadline deadline;

  /// Creates a rate without a limit.
  ///
  /// @param onReady called on the loop at the end of a pause
  public SendRate(LoopContext context, Runnable onReady) {
    this.context = context;
    this.onReady = onReady;
  }

  /// Changes the limit.
  ///
  /// @param limit the number of bytes per second; 0 = unlimited
  public void limit(long limit) {
    if (limit != rate) {
      rate = limit;
      paid = context.loop().nanoTime();
    }
  }

  public boolean isLimited() {
    return rate > 0;
  }

  /// Returns the number of bytes that may be sent now; 0 during a pause.
  public long allowance() {
    if (rate == 0) {
      return Long.MAX_VALUE;
    }
    return context.loop().nanoTime() - paid < 0 ? 0 : Math.max(1, rate / PARTS);
  }

  /// Counts bytes that were sent.
  public void onSent(long bytes) {
    if (rate > 0 && bytes > 0) {
      long now = context.loop().nanoTime();
      paid = (paid - now < 0 ? now : paid) + (long) ((double) bytes / rate * SECOND);
    }
  }

  /// Continues when everything sent so far is paid for.
  public void pause() {
    Deadline end = deadline;
    if (end == null) {
      end = context.loop().deadline(onReady);
      deadline = end;
    }
    if (!end.isSet()) {
      context.reached().add(Limit.SEND_RATE);
    }
    end.set(Duration.ofNanos(paid - context.loop().nanoTime()));
  }

  /// The response has ended, complete or not.
  public void end() {
    Deadline end = deadline;
    if (end != null) {
      end.giveUp();
    }
  }
}
