package otus.server.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import otus.server.api.Handler;
import otus.server.http.HttpAcceptor;
import otus.server.loop.LoopGroup;
import otus.server.loop.Ticker;

/// Makes the server out of the modules' parts: the only class that creates objects across them.
final class Wiring {

  private Wiring() {}

  /// Starts a server; nothing is left open if that fails.
  ///
  /// @throws Mistake if the operator asked for what cannot be had
  /// @throws IOException if the system has no more descriptors
  static Server start(Options options, List<Mount> mounts, Catalog catalog) throws IOException {
    InstantSource clock = InstantSource.system();
    Handlers handlers = new Handlers(catalog, clock);
    try {
      Handler handler = handlers.create(mounts, options.filters());
      LoopGroup loops = LoopGroup.open(options.workers(), Ticker.system());
      try {
        List<String> urls = Ports.open(loops, options.addresses(), options.port());
        loops.start(loop -> new HttpAcceptor(loop, handler, options.limits(), clock));
        return new Server(loops, handlers, urls);
      } catch (RuntimeException | Error e) {
        loops.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      handlers.close();
      throw e;
    }
  }
}
