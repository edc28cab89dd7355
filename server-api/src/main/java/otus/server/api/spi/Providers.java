package otus.server.api.spi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import otus.server.api.Filter;
import otus.server.api.Handler;

/// Creates handlers and filters with providers, and runs their shutdown actions. For programs that
/// embed the server; the server itself uses it, too.
///
/// ```java
/// try (Providers providers = new Providers(InstantSource.system())) {
///   Handler files = providers.handler("static", Map.of("root", "site"));
/// }
/// ```
///
/// One thread owns it. The owner creates handlers and filters before a server starts, calls [#stop]
/// when the server begins to stop, and [#close] after it has stopped. Each registered action runs
/// with the context class loader of the thread that registered it.
public final class Providers implements AutoCloseable {
  private final InstantSource clock;
  private final Reservations memory;
  private final Reservations descriptors;
  private final List<Runnable> stopActions = new ArrayList<>();
  private final List<Runnable> shutdownActions = new ArrayList<>();

  /// Creates an instance without registered actions.
  ///
  /// @param clock the clock for handlers and filters
  public Providers(InstantSource clock) {
    this(clock, ProcessLimits.read());
  }

  /// Creates an instance without registered actions.
  ///
  /// @param clock the clock for handlers and filters
  /// @param limits the limits from which handlers and filters reserve memory and descriptors
  public Providers(InstantSource clock, ProcessLimits limits) {
    this.clock = clock;
    this.memory = new Reservations(limits.memory(), limits.providerMemory());
    this.descriptors = new Reservations(limits.descriptors(), limits.providerDescriptors());
  }

  /// Creates a handler with a provider of the given name. [ServiceLoader#load(Class)] finds the
  /// provider in the modules and on the class path of this program.
  ///
  /// @param name the name of the provider, such as `static`
  /// @param options the values of options by name, as on the command line
  /// @return the handler
  /// @throws IllegalArgumentException if there is no such provider or an option is invalid
  public Handler handler(String name, Map<String, String> options) {
    return make(find(HandlerProvider.class, FilterProvider.class, name), options);
  }

  /// Creates a filter with a provider of the given name, found in the same way as for a [#handler].
  ///
  /// @param name the name of the provider
  /// @param options the values of options by name, as on the command line
  /// @return the filter
  /// @throws IllegalArgumentException if there is no such provider or an option is invalid
  public Filter filter(String name, Map<String, String> options) {
    return make(find(FilterProvider.class, HandlerProvider.class, name), options);
  }

  /// Creates a handler or a filter with a provider.
  ///
  /// @param <T> the type to create, [Handler] or [Filter]
  /// @param provider the provider
  /// @param options the values of options by name, as on the command line
  /// @return the handler or filter
  /// @throws IllegalArgumentException if an option is invalid
  public <T> T make(Provider<T> provider, Map<String, String> options) {
    return make(provider, options, new MetricList());
  }

  /// Creates a handler or a filter with a provider, and collects its metrics.
  ///
  /// @param <T> the type to create, [Handler] or [Filter]
  /// @param provider the provider
  /// @param options the values of options by name, as on the command line
  /// @param metrics receives the metrics of the handler or filter
  /// @return the handler or filter
  /// @throws IllegalArgumentException if an option is invalid
  public <T> T make(Provider<T> provider, Map<String, String> options, Metrics metrics) {
    return provider.create(new Context(OptionValues.of(provider.options(), options), metrics));
  }

  /// Finds a provider.
  ///
  /// @param other the type that the caller may have meant
  private static <T, P extends Provider<T>> P find(
      Class<P> type, Class<? extends Provider<?>> other, String name) {
    List<String> others = new ArrayList<>();
    for (P provider : ServiceLoader.load(type)) {
      if (provider.name().equals(name)) {
        return provider;
      }
      others.add(provider.name());
    }
    for (Provider<?> provider : ServiceLoader.load(other)) {
      if (provider.name().equals(name)) {
        throw new IllegalArgumentException(
            type == FilterProvider.class
                ? name + " is a handler, not a filter: use Providers.handler"
                : name + " is a filter, not a handler: use Providers.filter");
      }
    }
    String found = others.isEmpty() ? "none" : String.join(", ", others);
    String jar = name.equals("static") ? "the jar server-static" : "the jar that provides it";
    throw new IllegalArgumentException(
        "no such provider: "
            + name
            + " (found: "
            + found
            + "); is "
            + jar
            + " on the class path or module path, or in the jlink image?");
  }

  /// Runs the actions of [ProviderContext#onStop] once, in reverse order. Logs their exceptions.
  public void stop() {
    run(stopActions);
  }

  /// Runs the actions of [ProviderContext#onShutdown] once, in reverse order. Logs their
  /// exceptions, and runs the other actions nevertheless.
  @Override
  public void close() {
    run(shutdownActions);
  }

  private static void run(List<Runnable> actions) {
    List<Runnable> all = List.copyOf(actions);
    actions.clear();
    for (Runnable action : all.reversed()) {
      try {
        action.run();
      } catch (Throwable e) { // including undeclared checked exceptions
        log(e);
      }
    }
  }

  /// Logs a failure, whose `getMessage` may throw in turn.
  private static void log(Throwable failure) {
    Logger log = System.getLogger(Providers.class.getName());
    try {
      log.log(Level.WARNING, "event=shutdown-action-failed", failure);
    } catch (Throwable e) {
      log.log(
          Level.WARNING, "event=shutdown-action-failed failure=" + failure.getClass().getName());
    }
  }

  /// The context of one provider.
  private final class Context implements ProviderContext {
    private final OptionValues options;
    private final Metrics metrics;

    Context(OptionValues options, Metrics metrics) {
      this.options = options;
      this.metrics = metrics;
    }

    @Override
    public OptionValues options() {
      return options;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public long reserveMemory(long wanted) {
      return memory.take(wanted);
    }

    @Override
    public int reserveDescriptors(int wanted) {
      return (int) descriptors.take(wanted);
    }

    @Override
    public Metrics metrics() {
      return metrics;
    }

    @Override
    public void onStop(Runnable action) {
      stopActions.add(inContext(action));
    }

    @Override
    public void onShutdown(Runnable action) {
      shutdownActions.add(inContext(action));
    }
  }

  private static Runnable inContext(Runnable action) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return () -> {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        action.run();
      } finally {
        thread.setContextClassLoader(before);
      }
    };
  }
}
