package otus.server.app.metrics;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.api.spi.Metric;
import otus.server.api.spi.MetricList;

/// The metrics of handlers and filters, by provider, site and mount. Owned by the monitor of the
/// server; any thread.
///
/// A reload creates handlers in a new [Generation] and closes the former one later. The last values
/// of its counters stay, so that no counter goes back, until no generation has the site any more.
public final class ProviderMetrics {
  /// The name of the site for all requests without a site of their own.
  public static final String DEFAULT_SITE = "default";

  private static final Logger LOG = System.getLogger(ProviderMetrics.class.getName());

  // All under the lock of this object.
  private final List<Generation> generations = new ArrayList<>();
  private final Map<Series, Value> ended = new TreeMap<>();
  private boolean failureLogged;

  /// Creates an instance without metrics.
  public ProviderMetrics() {}

  /// A metric of one mount.
  ///
  /// @param name the full name, with the prefix
  /// @param site the name of the site
  /// @param mount the path of the mount
  record Series(String name, String site, String mount) implements Comparable<Series> {
    @Override
    public int compareTo(Series other) {
      int byName = name.compareTo(other.name);
      int bySite = byName != 0 ? byName : site.compareTo(other.site);
      return bySite != 0 ? bySite : mount.compareTo(other.mount);
    }
  }

  /// The value of a series.
  record Value(String help, boolean isCounter, double value) {
    Value plus(Value other) {
      return new Value(help, isCounter, value + other.value);
    }
  }

  /// The metrics of one handler or filter.
  private record Source(String prefix, String site, String mount, MetricList metrics) {}

  /// Begins a generation of handlers and filters.
  public synchronized Generation begin() {
    Generation generation = new Generation();
    generations.add(generation);
    return generation;
  }

  /// The handlers and filters that were created together. Created by one thread.
  public final class Generation implements AutoCloseable {
    private final List<Source> sources = new ArrayList<>();
    private Set<String> sites = Set.of();

    private Generation() {}

    /// Sets the names of the sites, beside the default one.
    public void serve(Collection<String> names) {
      synchronized (ProviderMetrics.this) {
        sites = Set.copyOf(names);
      }
    }

    /// Creates the registry of a handler or filter.
    ///
    /// @param provider the name of the provider
    /// @param site the name of the site
    /// @param mount the path of the mount, such as `/` or `/api`
    public MetricList register(String provider, String site, String mount) {
      MetricList metrics = new MetricList();
      String prefix = "otus_" + provider.replace('-', '_') + "_";
      synchronized (ProviderMetrics.this) {
        sources.add(new Source(prefix, site, mount, metrics));
      }
      return metrics;
    }

    /// Ends the generation. Its gauges disappear; the last values of its counters stay, except
    /// those of sites that no other generation has.
    @Override
    public void close() {
      synchronized (ProviderMetrics.this) {
        if (generations.remove(this)) {
          Map<Series, Value> last = new TreeMap<>();
          addTo(last);
          last.forEach(
              (series, value) -> {
                if (value.isCounter) {
                  ended.merge(series, value, Value::plus);
                }
              });
          ended.keySet().removeIf(series -> !isServed(series.site));
        }
      }
    }

    private void addTo(Map<Series, Value> values) {
      for (Source source : sources) {
        for (Metric metric : source.metrics.all()) {
          Double value = read(metric, source.prefix);
          if (value != null) {
            values.merge(
                new Series(source.prefix + metric.name(), source.site, source.mount),
                new Value(metric.help(), metric.isCounter(), value),
                Value::plus);
          }
        }
      }
    }
  }

  /// Returns whether requests may still reach a site. Otherwise its series end.
  synchronized boolean isServed(String site) {
    return site.equals(DEFAULT_SITE)
        || generations.stream().anyMatch(generation -> generation.sites.contains(site));
  }

  /// Reads a value, or returns null if a plugin's code fails. Logs the first failure only.
  private @Nullable Double read(Metric metric, String prefix) {
    try {
      return metric.value().getAsDouble();
    } catch (Throwable e) {
      if (!failureLogged) {
        failureLogged = true;
        LOG.log(
            Level.WARNING, "event=metric-failed metric=" + LogValue.of(prefix + metric.name()), e);
      }
      return null;
    }
  }

  /// Reads all values, sorted by name.
  synchronized Map<Series, Value> values() {
    Map<Series, Value> values = new TreeMap<>(ended);
    generations.forEach(generation -> generation.addTo(values));
    return values;
  }
}
