package otus.server.api.testing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import otus.server.api.Parameters;
import otus.server.api.spi.MetricList;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.Provider;
import otus.server.api.spi.ProviderContext;

/// A context for tests of providers. Confined to one thread.
public final class FakeContext implements ProviderContext {
  private final OptionValues options;
  private final MetricList metrics = new MetricList();
  private final Deque<Runnable> stopActions = new ArrayDeque<>();
  private final Deque<Runnable> shutdownActions = new ArrayDeque<>();
  private Instant now = Instant.EPOCH;

  private FakeContext(OptionValues options) {
    this.options = options;
  }

  /// Creates a context with the given values of options and the defaults of the others.
  ///
  /// @param provider the provider, which declares the options
  /// @param namesAndValues alternating names and values: `"greeting", "Hi"`
  /// @return the context
  /// @throws IllegalArgumentException if the server would reject the options, with the same
  ///     message; or if the last value is missing
  public static FakeContext of(Provider<?> provider, String... namesAndValues) {
    Map<String, String> given = new HashMap<>();
    Parameters.of(namesAndValues).forEach(given::put);
    return new FakeContext(OptionValues.of(provider.options(), given));
  }

  /// Sets the time of the clock, which is initially the start of 1970.
  ///
  /// @param now the new time
  public void setTime(Instant now) {
    this.now = now;
  }

  /// Runs the actions of [#onStop] and then those of [#onShutdown], each once and in reverse order
  /// of their registration.
  public void shutDown() {
    while (!stopActions.isEmpty()) {
      stopActions.pop().run();
    }
    while (!shutdownActions.isEmpty()) {
      shutdownActions.pop().run();
    }
  }

  @Override
  public OptionValues options() {
    return options;
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  /// Returns `wanted`: nothing is limited.
  @Override
  public long reserveMemory(long wanted) {
    return wanted;
  }

  /// Returns `wanted`: nothing is limited.
  @Override
  public int reserveDescriptors(int wanted) {
    return wanted;
  }

  /// Returns a list, from which a test reads the values.
  @Override
  public MetricList metrics() {
    return metrics;
  }

  @Override
  public void onStop(Runnable action) {
    stopActions.push(action);
  }

  @Override
  public void onShutdown(Runnable action) {
    shutdownActions.push(action);
  }
}
