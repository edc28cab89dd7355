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

/// Has providers make handlers and filters, and does in the end what these want done. For programs
/// that embed the server; the server itself uses it, too.
///
/// ```java
/// try (Providers providers = new Providers(InstantSource.system())) {
///   Handler files = providers.handler("static", Map.of("root", "site"));
/// }
/// ```
///
/// Used by one thread, the owner: makes what is needed before a server starts, calls [#stop] when
/// that begins to stop, and [#close] when it has stopped. An action that was registered runs with
/// the context class loader of the thread that registered it.
public final class Providers implements AutoCloseable {
  private final InstantSource clock;
  private final List<Runnable> stopActions = new ArrayList<>();
  private final List<Runnable> shutdownActions = new ArrayList<>();

  /// Nothing is made yet.
  ///
  /// @param clock what the handlers see as theirs
  public Providers(InstantSource clock) {
    this.clock = clock;
  }

  /// Makes a handler by the name of its provider, which is looked for as a service of the modules,
  /// or on the class path, of this program: [ServiceLoader#load(Class)].
  ///
  /// @param name like `static`
  /// @param options texts by name, as an operator would give them
  /// @throws IllegalArgumentException if there is none of that name, or it refuses an option
  public Handler handler(String name, Map<String, String> options) {
    return make(find(ServiceLoader.load(HandlerProvider.class), name), options);
  }

  /// Makes a filter by the name of its provider, as [#handler] does.
  ///
  /// @param name of the provider
  /// @param options texts by name, as an operator would give them
  /// @throws IllegalArgumentException if there is none of that name, or it refuses an option
  public Filter filter(String name, Map<String, String> options) {
    return make(find(ServiceLoader.load(FilterProvider.class), name), options);
  }

  /// Makes what a provider is for.
  ///
  /// @param options texts by name, as an operator would give them
  /// @throws IllegalArgumentException if the provider refuses an option
  public <T> T make(Provider<T> provider, Map<String, String> options) {
    return provider.create(new Context(OptionValues.of(provider.options(), options)));
  }

  private static <T, P extends Provider<T>> P find(Iterable<P> providers, String name) {
    for (P provider : providers) {
      if (provider.name().equals(name)) {
        return provider;
      }
    }
    throw new IllegalArgumentException("no such provider: " + name);
  }

  /// Does what was registered by [ProviderContext#onStop], the last first, once.
  public void stop() {
    run(stopActions);
  }

  /// Does what was registered by [ProviderContext#onShutdown], the last first, once. What one
  /// action throws is logged, and keeps no other from its turn.
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
      } catch (Throwable e) { // also what an action may not declare
        log(e);
      }
    }
  }

  /// Logs a failure, which may throw in turn when it is asked for its message.
  private static void log(Throwable failure) {
    Logger log = System.getLogger(Providers.class.getName());
    try {
      log.log(Level.WARNING, "event=shutdown-action-failed", failure);
    } catch (Throwable e) {
      log.log(
          Level.WARNING, "event=shutdown-action-failed failure=" + failure.getClass().getName());
    }
  }

  /// What one provider is lent.
  private final class Context implements ProviderContext {
    private final OptionValues options;

    Context(OptionValues options) {
      this.options = options;
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
