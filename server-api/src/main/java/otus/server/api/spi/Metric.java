package otus.server.api.spi;

import java.util.List;
import java.util.Objects;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

/// A metric of a provider, with a valid name; see [Metrics]. Immutable, except its value.
///
/// @param name the name without the prefix of the server
/// @param help one sentence about the metric
/// @param isCounter whether it is a counter, which only grows; otherwise a gauge
/// @param value the supplier of the value
public record Metric(String name, String help, boolean isCounter, DoubleSupplier value) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final String TOTAL = "_total";

  /// Suffixes that Prometheus reserves for other types.
  private static final List<String> RESERVED = List.of(TOTAL, "_count", "_sum", "_bucket", "_info");

  /// Checks the name and the help.
  ///
  /// @throws IllegalArgumentException if the name or the help is invalid
  public Metric {
    Objects.requireNonNull(value, "value");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name of a metric is of lower-case letters, digits and underscores, not '"
              + (name + "'"));
    }
    if (isCounter != name.endsWith(TOTAL)) {
      throw new IllegalArgumentException(
          "the name of a counter, and only of a counter, ends with _total: " + name);
    }
    if (!isCounter && RESERVED.stream().anyMatch(name::endsWith)) {
      throw new IllegalArgumentException("the name of a gauge has a reserved suffix: " + name);
    }
    if (help.isBlank() || help.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("the help of a metric must be one line: " + name);
    }
  }
}
