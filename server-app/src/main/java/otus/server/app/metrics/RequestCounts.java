package otus.server.app.metrics;

import java.util.List;
import java.util.Map;

/// The counts of ended requests. Immutable, except the arrays, which the owner does not change.
///
/// @param handlers the counts of each handler, in the order of their first request
/// @param ends the number of requests by the kind of their end
public record RequestCounts(List<OfHandler> handlers, Map<String, Long> ends) {

  /// The labels of the classes of statuses; the first one for requests without a response.
  static final List<String> CLASSES = List.of("none", "1xx", "2xx", "3xx", "4xx", "5xx");

  /// Copies the collections.
  public RequestCounts {
    handlers = List.copyOf(handlers);
    ends = Map.copyOf(ends);
  }

  /// The counts of one handler.
  ///
  /// @param site the name of its site
  /// @param name the name of the handler, or `none` for requests that reached no handler
  /// @param classes the number of requests by the class of their status
  /// @param durations the number of requests in each of the [DurationBuckets]
  /// @param nanos the sum of the durations
  /// @param bytes the sum of the bytes of the response bodies
  /// @param failures the number of requests that the handler failed to answer
  public record OfHandler(
      String site,
      String name,
      long[] classes,
      long[] durations,
      long nanos,
      long bytes,
      long failures) {}

  /// Returns the number of requests.
  public long total() {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /// Returns the number of bytes of all response bodies.
  public long bytes() {
    return handlers.stream().mapToLong(OfHandler::bytes).sum();
  }

  /// Returns the number of requests of all handlers whose status is of a class.
  ///
  /// @param first the first digit of the status
  public long ofClass(int first) {
    return handlers.stream().mapToLong(each -> each.classes()[first]).sum();
  }

  /// Returns the number of requests of all handlers in each of the [DurationBuckets].
  public long[] durations() {
    long[] sums = new long[DurationBuckets.COUNT];
    for (OfHandler handler : handlers) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += handler.durations()[i];
      }
    }
    return sums;
  }
}
