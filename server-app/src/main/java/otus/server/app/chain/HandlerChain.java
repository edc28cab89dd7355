package otus.server.app.chain;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.MetricList;
import otus.server.api.spi.ProcessLimits;
import otus.server.api.spi.Providers;
import otus.server.app.config.AllowedHosts;
import otus.server.app.config.Mount;
import otus.server.app.config.Options;
import otus.server.app.config.Site;
import otus.server.app.config.UsageException;
import otus.server.app.explain.ExplainProbe;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.plugin.PluginContext;
import otus.server.app.plugin.PluginFaults;
import otus.server.app.plugin.ProviderEntry;
import otus.server.app.plugin.ProviderRegistry;
import otus.server.app.plugin.Registries;

/// Creates handlers and filters from their providers, and runs their shutdown actions. Owned by
/// `Server`. Main thread only, except [#stop] and [#close].
public final class HandlerChain implements AutoCloseable {
  private static final String DEFAULT_SITE = ProviderMetrics.DEFAULT_SITE;
  private static final Handler NOT_FOUND = _ -> Response.of(Status.NOT_FOUND);

  private final Registries registries;
  private final Providers providers;
  private final InstantSource clock;
  private final @Nullable ExplainProbe probe;
  private final ProviderMetrics.Generation metrics;

  /// @param limits the limits from which handlers and filters reserve memory and descriptors
  /// @param metrics receives the metrics of handlers and filters
  public HandlerChain(
      Registries registries, InstantSource clock, ProcessLimits limits, ProviderMetrics metrics) {
    this(registries, clock, limits, null, metrics);
  }

  /// @param limits the limits from which handlers and filters reserve memory and descriptors
  /// @param probe records the actions of handlers and filters, or null if nothing is explained
  public HandlerChain(
      Registries registries,
      InstantSource clock,
      ProcessLimits limits,
      @Nullable ExplainProbe probe,
      ProviderMetrics metrics) {
    this.registries = registries;
    this.metrics = metrics.begin();
    this.probe = probe;
    this.clock = clock;
    providers = new Providers(clock, limits);
  }

  /// The providers of the modules in the boot layer.
  ///
  /// @param more further providers of handlers, which the service loader cannot create
  public static Registries installed(HandlerProvider... more) {
    return Registries.of(
        () ->
            Stream.concat(
                    ServiceLoader.load(HandlerProvider.class).stream().map(Supplier::get),
                    Stream.of(more))
                .iterator(),
        ServiceLoader.load(FilterProvider.class));
  }

  /// Creates the handler of all mounts, with the filters around it.
  ///
  /// @param filters filters, the outermost first
  /// @param hosts allowed hosts; requests for other hosts are refused outside of all filters
  /// @throws UsageException if a provider is unknown, or cannot create its handler or filter
  public Handler create(List<Mount> mounts, List<Mount> filters, AllowedHosts hosts) {
    Handler all = HostCheck.before(behind(DEFAULT_SITE, filters, mounts), hosts, clock);
    return probe == null ? all : probe.all(all);
  }

  /// Creates the handler of all mounts and sites, with the filters around them.
  ///
  /// @throws UsageException if a provider is unknown, or cannot create its handler or filter
  public Handler create(Options options) {
    if (options.sites().isEmpty()) {
      return create(options.allMounts(), options.filters(), options.hosts());
    }
    metrics.serve(options.sites().stream().map(Site::name).toList());
    List<SiteRouter.Served> sites =
        options.sites().stream().map(site -> new SiteRouter.Served(site, handler(site))).toList();
    List<Mount> mounts = options.allMounts();
    Handler others = mounts.isEmpty() ? null : behind(DEFAULT_SITE, options.filters(), mounts);
    Handler router = new SiteRouter(sites, options.general(), others);
    Handler all = HostCheck.before(router, options.hosts(), clock);
    return probe == null ? all : probe.all(all);
  }

  private Handler handler(Site site) {
    if (site.isRefused()) {
      return SiteRouter.REFUSES;
    }
    try {
      return behind(site.name(), site.filters(), site.mounts());
    } catch (UsageException e) {
      String file = site.place().replaceFirst(":\\d+$", "");
      String message = String.valueOf(e.getMessage());
      // The mount of the root has no place of its own.
      throw message.startsWith(file) ? e : new UsageException(site.place() + ": " + message, e);
    }
  }

  private Handler behind(String site, List<Mount> filters, List<Mount> mounts) {
    Handler all =
        Router.join(
            mounts.stream().map(mount -> new Router.Mounted(mount, handler(site, mount))).toList());
    if (filters.isEmpty()) {
      return all;
    }
    List<FilterChain.Scoped> scoped =
        filters.stream().map(mount -> new FilterChain.Scoped(mount, filter(site, mount))).toList();
    return FilterChain.before(FailureMapper.wrap(all.orElse(NOT_FOUND)), scoped);
  }

  private Handler handler(String site, Mount mount) {
    ProviderEntry<Handler> entry = find(registries.handlers(), mount);
    Handler handler =
        named(name(mount), PluginContext.of(entry.provider()).handler(make(entry, site, mount)));
    return probe == null ? handler : probe.handler(mount, handler);
  }

  /// Returns a handler that names itself, for log and metrics. If several mounts are tried for a
  /// request, the last one answers.
  private static Handler named(String name, Handler handler) {
    return request -> {
      request.attributes().set(Attributes.HANDLER, name);
      return handler.handle(request);
    };
  }

  /// Returns the name of a mount: its provider, and its prefix if it has one.
  private static String name(Mount mount) {
    String provider = mount.spec().name();
    return mount.atRoot() ? provider : provider + "@/" + String.join("/", mount.prefix());
  }

  private Filter filter(String site, Mount mount) {
    ProviderEntry<Filter> entry = find(registries.filters(), mount);
    Filter filter = PluginContext.of(entry.provider()).filter(make(entry, site, mount));
    return probe == null ? filter : probe.filter(mount, filter);
  }

  private static <T> ProviderEntry<T> find(ProviderRegistry<T> registry, Mount mount) {
    try {
      return registry.find(mount.spec().name());
    } catch (UsageException e) {
      throw usageError(mount, String.valueOf(e.getMessage()), e);
    }
  }

  /// Calls a provider's `create` with the options of a mount.
  private <T> T make(ProviderEntry<T> entry, String site, Mount mount) {
    try {
      Map<String, String> options = mount.spec().options();
      String path = "/" + String.join("/", mount.prefix());
      MetricList exported = metrics.register(entry.name(), site, path);
      T made =
          PluginContext.of(entry.provider())
              .call(() -> providers.make(entry.provider(), options, exported));
      if (made == null) {
        throw new IllegalStateException("create() returned null");
      }
      return made;
    } catch (Throwable e) {
      PluginFaults.log(entry.place(), e);
      throw usageError(mount, fault(entry, e), e);
    }
  }

  private static String fault(ProviderEntry<?> entry, Throwable e) {
    if (e instanceof IllegalArgumentException refused && isForOperators(refused)) {
      String message = String.valueOf(refused.getMessage());
      return entry.jar() == null ? message : entry.name() + " of " + entry.place() + ": " + message;
    }
    Set<String> modules =
        entry.jar() == null ? Set.of() : Set.of(entry.provider().getClass().getModule().getName());
    return entry.place() + " " + PluginFaults.creationFailed(entry.name(), e, modules);
  }

  /// Returns whether a provider threw the exception to reject an option, rather than by a bug.
  private static boolean isForOperators(IllegalArgumentException e) {
    return !(e instanceof NumberFormatException) && e.getMessage() != null;
  }

  private static UsageException usageError(Mount mount, String message, Throwable cause) {
    return new UsageException(
        mount.where().isEmpty() ? message : mount.where() + ": " + message, cause);
  }

  /// Runs the actions that providers registered for the start of a shutdown.
  public void stop() {
    providers.stop();
  }

  /// Runs the actions that providers registered for the end of a shutdown.
  @Override
  public void close() {
    metrics.close(); // first, since a provider's suppliers may fail after its shutdown actions
    providers.close();
  }
}
