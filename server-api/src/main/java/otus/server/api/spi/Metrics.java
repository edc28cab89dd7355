package otus.server.api.spi;

import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// Registers the metrics of a handler or filter, which the server exports to its operators. The
/// provider keeps the counters; the server reads them when an operator wants to see them.
///
/// ```java
/// LongAdder refused = new LongAdder();
/// context.metrics().counter("refused_total", "Refused requests.", refused::sum);
/// context.metrics().gauge("queue_length", "Waiting jobs.", queue::size);
/// ```
///
/// The server exports them in the text format of Prometheus. It adds a prefix and labels: the
/// counter `refused_total` of the provider `rate-limit`, mounted at `/api`, becomes
/// `otus_rate_limit_refused_total{mount="/api"}`. If several handlers of one provider have the same
/// mount, the server exports the sum of their values. When a reload replaces a handler, the server
/// keeps the last values of its counters and adds them to those of its successor.
///
/// A name consists of lower-case letters, digits and underscores, and begins with a letter. By the
/// conventions of Prometheus, it contains the base unit, such as `_seconds` or `_bytes`. The text
/// of the help is one sentence without line feeds.
///
/// The methods are called while the provider creates its handler or filter. The suppliers are
/// called on any thread, must not block, and are called no more after the shutdown actions of the
/// provider have run. If a supplier throws, its metric is left out, and the failure is logged.
public interface Metrics {

  /// Registers a number that only grows, such as the number of cache hits.
  ///
  /// @param name a name that ends with `_total`
  /// @param help one sentence about the metric
  /// @param value the supplier of the number since the handler was created, at least 0
  /// @throws IllegalArgumentException if the name is invalid or already registered, or the help is
  ///     blank or longer than a line
  void counter(String name, String help, LongSupplier value);

  /// Registers a number that may grow and shrink, such as the length of a queue.
  ///
  /// @param name a name that does not end with `_total`, `_count`, `_sum`, `_bucket` or `_info`
  /// @param help one sentence about the metric
  /// @param value the supplier of the present number
  /// @throws IllegalArgumentException if the name is invalid or already registered, or the help is
  ///     blank or longer than a line
  void gauge(String name, String help, DoubleSupplier value);
}
