package otus.server.app.config;

import java.time.Duration;

/// How a server stops.
///
/// @param delay how long it still takes connections after the signal, telling each client that its
///     response is the last of its connection
/// @param grace how long requests then may take to finish
public record ShutdownPolicy(Duration delay, Duration grace) {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  /// How a server stops of which nobody said anything.
  public static ShutdownPolicy defaults() {
    return new ShutdownPolicy(Duration.ZERO, DEFAULT_GRACE);
  }

  /// What is said when the signal has come.
  ///
  /// @param signal its name
  public String announcement(String signal) {
    String when = delay.isZero() ? "; " : " in " + seconds(delay) + " s; then ";
    return signal + ": stopping" + when + "requests have " + seconds(grace) + " s to finish\n";
  }

  private static String seconds(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    return seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
  }
}
