package otus.server.api.spi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/// The metrics of one handler or filter, in the order of their registration; for programs that
/// export them, and for tests. Any thread may read the list.
public final class MetricList implements Metrics {
  private final List<Metric> metrics = new CopyOnWriteArrayList<>();

  /// Creates an empty list.
  public MetricList() {}

  @Override
  public void counter(String name, String help, LongSupplier value) {
    add(new Metric(name, help, true, value::getAsLong));
  }

  @Override
  public void gauge(String name, String help, DoubleSupplier value) {
    add(new Metric(name, help, false, value));
  }

  private void add(Metric metric) {
    if (metrics.stream().anyMatch(other -> other.name().equals(metric.name()))) {
      throw new IllegalArgumentException("the metric is already registered: " + metric.name());
    }
    metrics.add(metric);
  }

  /// Returns the registered metrics.
  ///
  /// @return a copy
  public List<Metric> all() {
    return List.copyOf(metrics);
  }

  /// Returns the present value of a metric.
  ///
  /// @param name the name of the metric
  /// @return the value
  /// @throws IllegalArgumentException if there is no such metric
  public double value(String name) {
    for (Metric metric : metrics) {
      if (metric.name().equals(name)) {
        return metric.value().getAsDouble();
      }
    }
    throw new IllegalArgumentException("no such metric: " + name);
  }
}
