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
import otus.server.app.config.Mistake;
import otus.server.app.config.Mount;
import otus.server.app.explain.Watch;
import otus.server.app.plugin.Catalog;
import otus.server.app.plugin.InLoader;
import otus.server.app.plugin.Offer;
import otus.server.app.plugin.Offers;
import otus.server.app.plugin.PluginFaults;

/// Makes handlers and filters by the names of their providers, and remembers what they want done at
/// the end. Main thread only.
public final class Handlers implements AutoCloseable {
  private static final Handler NOBODY = _ -> Response.of(Status.NOT_FOUND);

  private final Catalog catalog;
  private final Providers providers;
  private final InstantSource clock;
  private final @Nullable Watch watch;

  public Handlers(Catalog catalog, InstantSource clock) {
    this(catalog, clock, null);
  }

  /// @param watch notes what they do; null if nobody wants to know
  public Handlers(Catalog catalog, InstantSource clock, @Nullable Watch watch) {
    this.catalog = catalog;
    this.watch = watch;
    this.clock = clock;
    providers = new Providers(clock);
  }

  /// The providers of the modules this server was started with.
  public static Catalog installed() {
    return Catalog.of(
        ServiceLoader.load(HandlerProvider.class), ServiceLoader.load(FilterProvider.class));
  }

  /// Makes the handler of all mounts, behind the filters.
  ///
  /// @param filters the first is the outermost
  /// @param hosts a request that names another one is refused before all of these
  /// @throws Mistake if there is none of some name, or one cannot be made
  public Handler create(List<Mount> mounts, List<Mount> filters, AllowedHosts hosts) {
    Handler all = HostCheck.before(behind(filters, mounts), hosts, clock);
    return watch == null ? all : watch.all(all);
  }

  private Handler behind(List<Mount> filters, List<Mount> mounts) {
    List<Prefixed.Mounted> mounted = new ArrayList<>();
    for (Mount mount : mounts) {
      mounted.add(new Prefixed.Mounted(mount, handler(mount)));
    }
    Handler all = Prefixed.join(mounted);
    if (filters.isEmpty()) {
      return all;
    }
    List<FilterChain.Scoped> scoped = new ArrayList<>();
    for (Mount mount : filters) {
      scoped.add(new FilterChain.Scoped(mount, filter(mount)));
    }
    return FilterChain.before(Refusals.answered(all.orElse(NOBODY)), scoped);
  }

  private Handler handler(Mount mount) {
    Offer<Handler> offer = find(catalog.handlers(), mount);
    Handler handler = InLoader.of(offer.provider()).handler(make(offer, mount));
    return watch == null ? handler : watch.handler(mount, handler);
  }

  private Filter filter(Mount mount) {
    Offer<Filter> offer = find(catalog.filters(), mount);
    Filter filter = InLoader.of(offer.provider()).filter(make(offer, mount));
    return watch == null ? filter : watch.filter(mount, filter);
  }

  private static <T> Offer<T> find(Offers<T> offers, Mount mount) {
    try {
      return offers.find(mount.wanted().name());
    } catch (Mistake e) {
      throw mistake(mount, String.valueOf(e.getMessage()), e);
    }
  }

  /// Has a provider make what the operator wants of it.
  private <T> T make(Offer<T> offer, Mount mount) {
    try {
      Map<String, String> options = mount.wanted().options();
      T made = InLoader.of(offer.provider()).call(() -> providers.make(offer.provider(), options));
      if (made == null) {
        throw new IllegalStateException("create() returned null");
      }
      return made;
    } catch (Throwable e) {
      if (e instanceof IllegalArgumentException refused && isForOperators(refused)) {
        throw mistake(mount, String.valueOf(refused.getMessage()), e);
      }
      throw mistake(mount, offer.place() + " " + PluginFaults.notMade(offer.name(), e), e);
    }
  }

  /// Whether it was thrown to refuse an option, and not by an oversight.
  private static boolean isForOperators(IllegalArgumentException e) {
    return !(e instanceof NumberFormatException) && e.getMessage() != null;
  }

  private static Mistake mistake(Mount mount, String message, Throwable cause) {
    return new Mistake(mount.where().isEmpty() ? message : mount.where() + ": " + message, cause);
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
