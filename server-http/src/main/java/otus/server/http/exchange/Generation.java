package otus.server.http.exchange;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.api.Handler;
import otus.server.http.config.HttpLimits;
import otus.server.http.config.RequestSettings;
import otus.server.http.config.TrustedProxies;
import otus.server.http.monitor.LoopListener;
import otus.server.http.request.ClientConnection;

/// The settings of the requests that began in one period, and the number of those that have not
/// ended. Each loop has its own one for each period. Owned by [LoopContext], confined to its loop.
public final class Generation {
  final LoopContext context;

  /// The settings, taken apart: each request reads them.
  final Handler handler;

  final HttpLimits limits;
  final TrustedProxies proxies;
  final boolean trustsProxies;
  final boolean limitsClients;
  final @Nullable Supplier<String> ids;

  /// The receiver of the events of the loop, or null.
  final @Nullable LoopListener listener;

  private int running;
  private @Nullable Runnable onUnused;

  Generation(LoopContext context, RequestSettings settings) {
    this.context = context;
    handler = settings.handler();
    limits = settings.limits();
    proxies = settings.proxies();
    trustsProxies = !proxies.isEmpty();
    limitsClients = !settings.clients().isUnlimited();
    ids = settings.requestIds();
    listener = context.listener();
  }

  /// Returns the limits of the requests.
  public HttpLimits limits() {
    return limits;
  }

  /// Begins an exchange, whose head may not have arrived completely. It ends with [Exchange#end].
  ///
  /// @param channel the receiver of the response
  /// @param connection the connection of the request
  /// @param protocol the version, as in the request line
  /// @param started the loop's time in nanoseconds when the first byte of the head was read
  public Exchange begin(
      ResponseChannel channel, ClientConnection connection, String protocol, long started) {
    running++;
    return new Exchange(this, channel, connection, protocol, started);
  }

  /// An exchange has ended.
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
