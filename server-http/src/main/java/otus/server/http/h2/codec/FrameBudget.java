package otus.server.http.h2.codec;

/// The work that a client may cause without a use for it, in points: floods of small frames, and
/// streams that are reset (CVE-2023-44487, CVE-2025-8671). Owned by one connection, confined to its
/// loop.
///
/// Points are spent by frames and resets, and come back with time and with each response that is
/// sent completely. A browser that leaves a page with all of its streams open spends half of them.
public final class FrameBudget {
  /// The maximum number of points, and the number at the start.
  static final int CAPACITY = 2000;

  /// The points that a frame without content for a stream costs.
  static final int FRAME = 1;

  /// The points that a stream costs that ends with a reset, by either side.
  static final int RESET = 10;

  /// The points that a complete response returns.
  static final int SERVED = 10;

  /// The points that return in each second.
  static final int PER_SECOND = 30;

  private static final long NANOS_PER_POINT = 1_000_000_000 / PER_SECOND;

  private int points = CAPACITY;

  /// The time up to which points have been returned, in nanoseconds.
  private long settled;

  /// Creates a full budget.
  ///
  /// @param now the elapsed time in nanoseconds
  public FrameBudget(long now) {
    this.settled = now;
  }

  /// Spends the points of a frame that has no content for a stream: SETTINGS, PING, PRIORITY,
  /// PRIORITY_UPDATE, an unexpected WINDOW_UPDATE, an unknown one, empty DATA, an ignored one.
  ///
  /// @param now the elapsed time in nanoseconds
  /// @return whether there are points left; if not, the connection ends with ENHANCE_YOUR_CALM
  public boolean spendFrame(long now) {
    return spend(FRAME, now);
  }

  /// Spends the points of a stream that ends with RST_STREAM, of the client, or of this server
  /// because of an error of the client.
  ///
  /// @param now the elapsed time in nanoseconds
  /// @return whether there are points left; if not, the connection ends with ENHANCE_YOUR_CALM
  public boolean spendReset(long now) {
    return spend(RESET, now);
  }

  /// A response was sent completely.
  public void served() {
    points = Math.min(CAPACITY, points + SERVED);
  }

  private boolean spend(int cost, long now) {
    long returned = (now - settled) / NANOS_PER_POINT;
    settled += returned * NANOS_PER_POINT;
    points = (int) Math.min(CAPACITY, points + returned) - cost;
    return points > 0;
  }
}
