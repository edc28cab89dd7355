package otus.server.app.metrics;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes the text format of Prometheus, version 0.0.4: families of samples, each with its help and
/// type. Used by one thread.
///
/// ```text
/// # HELP otus_requests_total Ended requests.
/// # TYPE otus_requests_total counter
/// otus_requests_total{site="default",handler="static",code="2xx"} 42
/// ```
final class Exposition {
  /// The media type of the format.
  static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double MAX_EXACT = 1e15;

  private final StringBuilder text = new StringBuilder(16 * 1024);
  private final Set<String> names = new HashSet<>();
  private String family = "";

  /// Begins a family; all following samples belong to it.
  ///
  /// @param type `counter`, `gauge`, `histogram` or `summary`
  /// @return whether the family is new; a family may occur once
  boolean family(String name, String type, String help) {
    if (!names.add(name)) {
      return false;
    }
    family = name;
    text.append("# HELP ").append(name).append(' ');
    escape(help, false);
    text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    return true;
  }

  /// Writes a family that has one sample without labels.
  void single(String name, String type, String help, double value) {
    if (family(name, type, help)) {
      sample("", value);
    }
  }

  /// Writes a sample of the present family.
  ///
  /// @param suffix the suffix of the name, such as `_sum`; empty for the name of the family
  /// @param labels alternating names and values; values are escaped
  void sample(String suffix, double value, String... labels) {
    text.append(family).append(suffix);
    for (int i = 0; i < labels.length; i += 2) {
      text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"");
      escape(labels[i + 1], true);
      text.append('"');
    }
    text.append(labels.length == 0 ? " " : "} ").append(number(value)).append('\n');
  }

  /// Writes the samples of a histogram.
  ///
  /// @param bounds the upper bounds of all buckets except the last one, in seconds
  /// @param counts the number of observations in each bucket
  /// @param sum the sum of all observations, in seconds
  /// @param labels alternating names and values
  void histogram(List<Double> bounds, long[] counts, double sum, String... labels) {
    String[] bucket = Arrays.copyOf(labels, labels.length + 2);
    bucket[labels.length] = "le";
    long all = 0;
    for (int i = 0; i < counts.length; i++) {
      all += counts[i];
      bucket[labels.length + 1] = i < bounds.size() ? number(bounds.get(i)) : "+Inf";
      sample("_bucket", all, bucket);
    }
    sample("_sum", sum, labels);
    sample("_count", all, labels);
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < MAX_EXACT) {
      return Long.toString((long) value);
    }
    return Double.isFinite(value)
        ? BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
        : Double.toString(value).replace("Infinity", "Inf");
  }

  /// In the help, a backslash and a line feed are escaped; in the value of a label, also a
  /// quotation mark.
  private void escape(String value, boolean isLabel) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '"' -> text.append(isLabel ? "\\\"" : "\"");
        default -> text.append(c);
      }
    }
  }

  String text() {
    return text.toString();
  }
}
