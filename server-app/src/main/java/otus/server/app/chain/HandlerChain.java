package otus.server.app.chain;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.Providers;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.Mount;
import otus.server.app.config.UsageException;
import otus.server.app.explain.ExplainProbe;
import otus.server.app.plugin.PluginContext;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.ProviderEntry;
import otus.server.app.plugin.ProviderRegistry;
import otus.server.app.plugin.Registries;

/// Makes handlers and filters by the names of their providers, and remembers what they want done at
/// the end. Main thread only.
public final class HandlerChain implements AutoCloseable {
  private static final Handler NOT_FOUND = _ -> Response.of(Status.NOT_FOUND);

  private final Registries registries;
  private final Providers providers;
  private final InstantSource clock;
  private final @Nullable ExplainProbe probe;

  public HandlerChain(Registries registries, InstantSource clock) {
    this(registries, clock, null);
  }

  /// @param probe notes what they do; null if nobody wants to know
  public HandlerChain(Registries registries, InstantSource clock, @Nullable ExplainProbe probe) {
    this.registries = registries;
    this.probe = probe;
    this.clock = clock;
    providers = new Providers(clock);
  }

  /// The providers of the modules this server was started with.
  public static Registries installed() {
    return Registries.of(
        ServiceLoader.load(HandlerProvider.class), ServiceLoader.load(FilterProvider.class));
  }

  /// Makes the handler of all mounts, behind the filters.
  ///
  /// @param filters the first is the outermost
  /// @param hosts a request that names another one is refused before all of these
  /// @throws UsageException if there is none of some name, or one cannot be made
  public Handler create(List<Mount> mounts, List<Mount> filters, AllowedHosts hosts) {
    Handler all = HostCheck.before(behind(filters, mounts), hosts, clock);
    return probe == null ? all : probe.all(all);
  }

  private Handler behind(List<Mount> filters, List<Mount> mounts) {
    List<PrefixHandler.Mounted> mounted = new ArrayList<>();
    for (Mount mount : mounts) {
      mounted.add(new PrefixHandler.Mounted(mount, handler(mount)));
    }
    Handler all = PrefixHandler.join(mounted);
    if (filters.isEmpty()) {
      return all;
    }
    List<FilterChain.Scoped> scoped = new ArrayList<>();
    for (Mount mount : filters) {
      scoped.add(new FilterChain.Scoped(mount, filter(mount)));
    }
    return FilterChain.before(FailureMapper.answered(all.orElse(NOT_FOUND)), scoped);
  }

  private Handler handler(Mount mount) {
    ProviderEntry<Handler> entry = find(registries.handlers(), mount);
    Handler handler = PluginContext.of(entry.provider()).handler(make(entry, mount));
    return probe == null ? handler : probe.handler(mount, handler);
  }

  private Filter filter(Mount mount) {
    ProviderEntry<Filter> entry = find(registries.filters(), mount);
    Filter filter = PluginContext.of(entry.provider()).filter(make(entry, mount));
    return probe == null ? filter : probe.filter(mount, filter);
  }

  private static <T> ProviderEntry<T> find(ProviderRegistry<T> registry, Mount mount) {
    try {
      return registry.find(mount.spec().name());
    } catch (UsageException e) {
      throw usageError(mount, String.valueOf(e.getMessage()), e);
    }
  }

  /// Has a provider make what the operator wants of it.
  private <T> T make(ProviderEntry<T> entry, Mount mount) {
    try {
      Map<String, String> options = mount.spec().options();
      T made =
          PluginContext.of(entry.provider()).call(() -> providers.make(entry.provider(), options));
      if (made == null) {
        throw new IllegalStateException("create() returned null");
      }
      return made;
    } catch (Throwable e) {
      if (e instanceof IllegalArgumentException refused && isForOperators(refused)) {
        throw usageError(mount, String.valueOf(refused.getMessage()), e);
      }
      throw usageError(
          mount, entry.place() + " " + PluginFaults.creationFailed(entry.name(), e), e);
    }
  }

  /// Whether it was thrown to refuse an option, and not by an oversight.
  private static boolean isForOperators(IllegalArgumentException e) {
    return !(e instanceof NumberFormatException) && e.getMessage() != null;
  }

  private static UsageException usageError(Mount mount, String message, Throwable cause) {
    return new UsageException(
        mount.where().isEmpty() ? message : mount.where() + ": " + message, cause);
  }

  /// Does what was registered for the beginning of a stop.
  public void stop() {
    providers.stop();
  }

  /// Does what was registered for the end.
  @Override
  public void close() {
    providers.close();
  }
}
