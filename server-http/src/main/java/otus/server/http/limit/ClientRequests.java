package otus.server.http.limit;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.http.config.ClientLimits;
import otus.server.http.config.TrustedProxies;
import otus.server.loop.AddressCounts;
import otus.server.loop.LogThrottle;
import otus.server.loop.address.AddressText;

/// Enforces the limits of each client's requests. Owned by the server, shared by all its loops; any
/// thread.
public final class ClientRequests {
  private static final Logger LOG = System.getLogger(ClientRequests.class.getName());

  /// About 8 MB of the heap.
  private static final int MAX_CLIENTS = 1 << 16;

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final AddressCounts proxied = new AddressCounts();
  private final RequestRates rates = new RequestRates(MAX_CLIENTS);
  private final LogThrottle tooMany = new LogThrottle();
  private final LogThrottle tooFast = new LogThrottle();
  private volatile ClientLimits limits;

  /// Creates limits.
  public ClientRequests(ClientLimits limits) {
    this.limits = limits;
  }

  /// Replaces the limits. Earlier requests of clients still count.
  public void limit(ClientLimits replacement) {
    limits = replacement;
  }

  /// Whether a request is answered.
  ///
  /// @param retryAfter 0 if it is; otherwise the time in seconds after which it may be sent again
  /// @param reached the limit that it exceeds, or null
  /// @param counted the key that is passed to [#leave] at the end of the request, or null
  public record Admission(int retryAfter, @Nullable Limit reached, @Nullable Long counted) {
    /// Neither refused nor counted.
    public static final Admission FREE = new Admission(0, null, null);

    /// Returns whether the request gets no answer of a handler.
    public boolean isRefused() {
      return retryAfter > 0;
    }
  }

  /// A request begins.
  ///
  /// @param client the client, maybe as a proxy has reported it
  /// @param peer the other end of the connection, whose connections are counted, or null if they
  ///     are not
  /// @param now the elapsed time in nanoseconds
  public Admission enter(
      SocketAddress client, @Nullable SocketAddress peer, TrustedProxies proxies, long now) {
    Long key = AddressCounts.key(client);
    if (key == null || proxies.contains(client)) {
      return Admission.FREE;
    }
    ClientLimits current = limits;
    Limit reached = null;
    if (!current.rate().isUnlimited()) {
      long wait = rates.enter(key, current.rate(), now);
      if (wait > 0) {
        boolean dryRun = current.rate().dryRun();
        reached = dryRun ? Limit.REQUEST_RATE_DRY_RUN : Limit.REQUEST_RATE;
        log("too fast", dryRun, client, tooFast.add(now));
        if (!dryRun) {
          return new Admission((int) ((wait + SECOND - 1) / SECOND), reached, null);
        }
      }
    }
    if (current.maxConnections() == 0 || client.equals(peer)) {
      return reached == null ? Admission.FREE : new Admission(0, reached, null);
    }
    if (proxied.add(key) > current.maxConnections()) {
      proxied.remove(key);
      log("too many at once", false, client, tooMany.add(now));
      return new Admission(1, Limit.CLIENT_REQUESTS, null);
    }
    return new Admission(0, reached, key);
  }

  /// A request ends that was counted.
  public void leave(Long key) {
    proxied.remove(key);
  }

  private static void log(String reason, boolean dryRun, SocketAddress client, long times) {
    if (times > 0) {
      String event = dryRun ? "request-over-limit" : "request-refused";
      LOG.log(
          Level.WARNING,
          "event="
              + event
              + " client="
              + AddressText.of(client)
              + " reason="
              + LogValue.of(reason)
              + " times="
              + times);
    }
  }
}
