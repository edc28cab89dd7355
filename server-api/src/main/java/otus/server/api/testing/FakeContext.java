package otus.server.api.testing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.Provider;
import otus.server.api.spi.ProviderContext;

/// What a test lends to a provider that makes a handler or a filter. One thread.
public final class FakeContext implements ProviderContext {
  private final OptionValues options;
  private final Deque<Runnable> stopActions = new ArrayDeque<>();
  private final Deque<Runnable> shutdownActions = new ArrayDeque<>();
  private Instant now = Instant.EPOCH;

  private FakeContext(OptionValues options) {
    this.options = options;
  }

  /// A context with options as the server reads them: those given, and the provider's defaults.
  ///
  /// @param namesAndValues in turn: `"greeting", "Hi"`
  /// @throws IllegalArgumentException as the server would, in one line for the operator; or if a
  ///     value is missing
  public static FakeContext of(Provider<?> provider, String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new FakeContext(OptionValues.of(provider.options(), given));
  }

  /// Sets what the clock says; before that, it is the beginning of 1970.
  public void setTime(Instant now) {
    this.now = now;
  }

  /// Does what was registered for the beginning of a stop, and after it what was registered for the
  /// end, the last first, once.
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

  @Override
  public void onStop(Runnable action) {
    stopActions.push(action);
  }

  @Override
  public void onShutdown(Runnable action) {
    shutdownActions.push(action);
  }
}
