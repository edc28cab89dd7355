package otus.server.app.config;

import java.time.Duration;

/// The delay and grace period of a graceful shutdown. Immutable.
///
/// @param delay time after the signal during which connections are still accepted, while each
///     response announces that it is the last of its connection
/// @param grace maximum time after the delay for running requests to finish
public record ShutdownPolicy(Duration delay, Duration grace) {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

  /// The default policy: no delay, and a grace period of 30 seconds.
  public static ShutdownPolicy defaults() {
    return new ShutdownPolicy(Duration.ZERO, DEFAULT_GRACE);
  }

  /// The line that is printed when the signal arrives.
  ///
  /// @param signal name of the signal
  /// @param requests the number of requests in progress
  public String announcement(String signal, long requests) {
    String when = delay.isZero() ? "; " : " in " + seconds(delay) + " s; then ";
    String again = signal.equals("SIGINT") ? "Ctrl-C" : "signal";
    return signal
        + ": stopping"
        + when
        + finishing(requests)
        + "; a second "
        + again
        + " ends at once\n";
  }

  /// The number of requests in progress, and their time.
  public String finishing(long requests) {
    String number = requests == 1 ? "1 request has " : requests + " requests have ";
    return number + seconds(grace) + " s to finish";
  }

  private static String seconds(Duration time) {
    double seconds = time.toMillis() / 1000.0;
    return seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
  }
}
