package otus.server.app;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import otus.server.api.Filter;
import otus.server.api.Handler;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.spi.FilterProvider;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionValues;
import otus.server.api.spi.ProviderContext;

/// Makes handlers and filters by the names of their providers, and remembers what they want done at
/// the end. Main thread only.
final class Handlers implements AutoCloseable {
  private static final Handler NOBODY = _ -> Response.of(Status.NOT_FOUND);

  private final Catalog catalog;
  private final InstantSource clock;
  private final List<Runnable> stoppingActions = new ArrayList<>();
  private final List<Runnable> shutdownActions = new ArrayList<>();

  Handlers(Catalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /// The providers of the modules this server was started with.
  static Catalog installed() {
    return Catalog.of(
        ServiceLoader.load(HandlerProvider.class), ServiceLoader.load(FilterProvider.class));
  }

  /// Makes the handler of all mounts, behind the filters.
  ///
  /// @param filters the first is the outermost
  /// @throws Mistake if there is none of some name, or one cannot be made
  Handler create(List<Mount> mounts, List<Mount> filters) {
    List<Prefixed.Mounted> mounted = new ArrayList<>();
    for (Mount mount : mounts) {
      mounted.add(new Prefixed.Mounted(mount, handler(mount)));
    }
    Handler all = Prefixed.join(mounted);
    if (filters.isEmpty()) {
      return all;
    }
    all = all.orElse(NOBODY);
    for (Mount mount : filters.reversed()) {
      all = before(all, mount, filter(mount));
    }
    return all;
  }

  private static Handler before(Handler next, Mount mount, Filter filter) {
    Handler filtered = filter.before(next);
    return mount.atRoot()
        ? filtered
        : request -> (mount.has(request.target().path()) ? filtered : next).handle(request);
  }

  private Handler handler(Mount mount) {
    Offer<Handler> offer = find(catalog.handlers(), mount);
    return InLoader.of(offer.provider()).handler(make(offer, mount));
  }

  private Filter filter(Mount mount) {
    Offer<Filter> offer = find(catalog.filters(), mount);
    return InLoader.of(offer.provider()).filter(make(offer, mount));
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
      OptionValues options = OptionValues.of(offer.options(), mount.wanted().options());
      T made = InLoader.of(offer.provider()).call(() -> offer.provider().create(context(options)));
      if (made == null) {
        throw new IllegalStateException("create() returned null");
      }
      return made;
    } catch (IllegalArgumentException e) {
      throw mistake(mount, String.valueOf(e.getMessage()), e);
    } catch (Exception | Error e) {
      throw mistake(mount, offer.place() + " " + PluginFaults.notMade(offer.name(), e), e);
    }
  }

  private static Mistake mistake(Mount mount, String message, Throwable cause) {
    return new Mistake(mount.where().isEmpty() ? message : mount.where() + ": " + message, cause);
  }

  /// Does what was registered for the beginning of the end.
  void stopping() {
    run(stoppingActions);
  }

  /// Does what was registered for the end, also for its beginning if that was left out.
  @Override
  public void close() {
    run(stoppingActions);
    run(shutdownActions);
  }

  /// Runs actions, the last first; what one throws keeps no other from its turn.
  private static void run(List<Runnable> actions) {
    for (Runnable action : actions.reversed()) {
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        System.getLogger(Handlers.class.getName())
            .log(Level.WARNING, "event=shutdown-action-failed", e);
      }
    }
    actions.clear();
  }

  private ProviderContext context(OptionValues options) {
    return new ProviderContext() {
      @Override
      public OptionValues options() {
        return options;
      }

      @Override
      public InstantSource clock() {
        return clock;
      }

      @Override
      public void onStopping(Runnable action) {
        stoppingActions.add(action);
      }

      @Override
      public void onShutdown(Runnable action) {
        shutdownActions.add(action);
      }
    };
  }
}
