package otus.server.http.exchange;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;

/// The settings of the requests that began in one period, and the number of those that have not
/// ended. Each loop has its own one for each period. Owned by [LoopContext], confined to its loop.
final class Generation {
  /// The settings, taken apart: each request reads them.
  final Handler handler;

  final HttpLimits limits;
  final TrustedProxies proxies;
  final boolean trustsProxies;
  final boolean limitsClients;
  final @Nullable Supplier<String> ids;
  private int running;
  private @Nullable Runnable onUnused;

  Generation(RequestSettings settings) {
    handler = settings.handler();
    limits = settings.limits();
    proxies = settings.proxies();
    trustsProxies = !proxies.isEmpty();
    limitsClients = !settings.clients().isUnlimited();
    ids = settings.requestIds();
  }

  /// A request begins.
  void enter() {
    running++;
  }

  /// A request has ended.
  void leave() {
    running--;
    check();
  }

  /// No request begins any more.
  ///
  /// @param action called once, when the last request has ended
  void retire(Runnable action) {
    onUnused = action;
    check();
  }

  private void check() {
    Runnable action = onUnused;
    if (action != null && running == 0) {
      onUnused = null;
      action.run();
    }
  }
}
