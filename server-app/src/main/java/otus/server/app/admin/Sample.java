package otus.server.app.admin;

import java.util.List;

/// The state of the server at one second, as numbers for plots. Immutable.
///
/// @param rate requests per second
/// @param errors responses with a 5xx status per second
/// @param bytes bytes of response bodies per second
/// @param p50 the median of the durations of the last seconds, in seconds
/// @param p90 the 90th percentile
/// @param p99 the 99th percentile
/// @param connections the number of open connections
record Sample(
    double rate,
    double errors,
    double bytes,
    double p50,
    double p90,
    double p99,
    long connections) {

  /// Returns the numbers in the order in which the script of the page expects them.
  List<Double> numbers() {
    return List.of(rate, errors, bytes, p50, p90, p99, (double) connections);
  }
}
