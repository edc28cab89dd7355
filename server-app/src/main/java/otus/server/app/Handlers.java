package otus.server.app;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import otus.server.api.Handler;
import otus.server.api.spi.HandlerContext;
import otus.server.api.spi.HandlerProvider;
import otus.server.api.spi.OptionSpec;

/// Makes handlers by the names of their providers, and remembers what they want done at the end.
/// Main thread only.
final class Handlers implements AutoCloseable {
  private final Catalog catalog;
  private final InstantSource clock;
  private final List<Runnable> shutdownActions = new ArrayList<>();

  Handlers(Catalog catalog, InstantSource clock) {
    this.catalog = catalog;
    this.clock = clock;
  }

  /// The providers of the modules this server was started with.
  static Iterable<HandlerProvider> installed() {
    return ServiceLoader.load(HandlerProvider.class);
  }

  /// Makes the handler of all mounts.
  ///
  /// @throws Mistake if there is none of some name, or one refuses its options
  Handler create(List<Mount> mounts) {
    List<Prefixed.Mounted> mounted = new ArrayList<>();
    for (Mount mount : mounts) {
      try {
        mounted.add(new Prefixed.Mounted(mount, create(mount.handler())));
      } catch (Mistake e) {
        String where = mount.named() ? "--mount " + mount.path() + ": " : "";
        throw new Mistake(where + e.getMessage(), e);
      }
    }
    return Prefixed.join(mounted);
  }

  /// Makes one handler.
  ///
  /// @throws Mistake if there is none of that name, or it refuses its options
  Handler create(Wanted wanted) {
    Offer offer = catalog.find(wanted.name());
    try {
      Map<String, String> options = OptionSpec.complete(offer.options(), wanted.options());
      return offer.provider().create(new Context(options));
    } catch (IllegalArgumentException e) {
      throw new Mistake(String.valueOf(e.getMessage()), e);
    } catch (LinkageError e) {
      throw new Mistake(offer.place() + " " + PluginFaults.failed(e, ""), e);
    }
  }

  /// Does what the handlers registered, the last first; what one throws keeps no other from its
  /// turn.
  @Override
  public void close() {
    for (Runnable action : shutdownActions.reversed()) {
      try {
        action.run();
      } catch (RuntimeException | Error e) {
        System.getLogger(Handlers.class.getName())
            .log(Level.WARNING, "event=shutdown-action-failed", e);
      }
    }
    shutdownActions.clear();
  }

  /// What one handler is lent.
  private final class Context implements HandlerContext {
    private final Map<String, String> options;

    Context(Map<String, String> options) {
      this.options = options;
    }

    @Override
    public Map<String, String> options() {
      return options;
    }

    @Override
    public InstantSource clock() {
      return clock;
    }

    @Override
    public void onShutdown(Runnable action) {
      shutdownActions.add(action);
    }
  }
}
