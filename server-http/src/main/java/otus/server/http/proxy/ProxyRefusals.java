package otus.server.http.proxy;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Map;
import otus.server.api.fields.LogValue;
import otus.server.loop.LogThrottle;
import otus.server.loop.SafeLog;
import otus.server.loop.address.AddressText;

/// Counts and logs connections that were closed because of the PROXY protocol. Owned by the server,
/// shared by its loops; any thread.
public final class ProxyRefusals {
  private static final Logger LOG = System.getLogger(ProxyRefusals.class.getName());

  private final LogThrottle untrusted = new LogThrottle();
  private final LogThrottle invalid = new LogThrottle();

  /// Creates an instance without counts.
  public ProxyRefusals() {}

  /// Counts a connection that is not from a trusted proxy.
  void untrusted(SocketAddress peer, long now) {
    log(untrusted.add(now), peer, "not a trusted proxy");
  }

  /// Counts a connection whose header is invalid or incomplete.
  void invalid(SocketAddress peer, String reason, long now) {
    log(invalid.add(now), peer, "PROXY header: " + reason);
  }

  private static void log(long times, SocketAddress peer, String reason) {
    if (times > 0) {
      String event =
          "event=connection-refused peer="
              + AddressText.of(peer)
              + " reason="
              + LogValue.of(reason)
              + " times="
              + times;
      SafeLog.log(LOG, Level.WARNING, event, null);
    }
  }

  /// Returns the numbers of refused connections by reason.
  public Map<String, Long> totals() {
    return Map.of("untrusted_proxy", untrusted.total(), "proxy_header", invalid.total());
  }
}
