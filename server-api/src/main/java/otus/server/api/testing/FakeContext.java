package otus.server.api.testing;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import otus.server.api.spi.HandlerContext;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;

/// What a test lends to a handler that it has made. One thread.
public final class FakeContext implements HandlerContext {
  private final Map<String, String> options;
  private final Deque<Runnable> shutdownActions = new ArrayDeque<>();
  private Instant now = Instant.EPOCH;

  private FakeContext(Map<String, String> options) {
    this.options = options;
  }

  /// A context with options as the server completes them: those given, and the provider's defaults.
  ///
  /// @param namesAndValues in turn: `"greeting", "Hi"`
  /// @throws IllegalArgumentException as the server would, in one line for the operator; or if a
  ///     value is missing
  public static FakeContext of(HandlerProvider provider, String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    Map<String, String> given = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      given.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new FakeContext(OptionSpec.complete(provider.options(), given));
  }

  /// Sets what the clock says; before that, it is the beginning of 1970.
  public void setTime(Instant now) {
    this.now = now;
  }

  /// Does what was registered for the end, the last first, once.
  public void shutDown() {
    while (!shutdownActions.isEmpty()) {
      shutdownActions.pop().run();
    }
  }

  @Override
  public Map<String, String> options() {
    return options;
  }

  @Override
  public InstantSource clock() {
    return () -> now;
  }

  @Override
  public void onShutdown(Runnable action) {
    shutdownActions.push(action);
  }
}
