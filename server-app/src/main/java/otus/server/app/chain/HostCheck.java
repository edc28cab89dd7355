package otus.server.app.chain;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import otus.server.api.Answer;
import otus.server.api.Explanation;
import otus.server.api.Handler;
import otus.server.api.Request;
import otus.server.api.Response;
import otus.server.api.Status;
import otus.server.api.fields.LogValue;
import otus.server.app.config.AllowedHosts;

/// Refuses requests for hosts that are not allowed, before any filter or handler sees them. Logs
/// refusals at most once a second. Runs on the event loops.
final class HostCheck implements Handler {
  private static final Logger LOG = System.getLogger(HostCheck.class.getName());
  private static final long PAUSE_MILLIS = 1000;
  private static final int MAX_NAME = 255;

  /// RFC 9110 §15.5.20: the request was not meant for this server.
  private static final Response MISDIRECTED = Response.of(Status.MISDIRECTED_REQUEST);

  private final AllowedHosts hosts;
  private final Handler next;
  private final InstantSource clock;
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong logged = new AtomicLong(Long.MIN_VALUE / 2);

  /// The host that was allowed last. Loops may overwrite each other's: a lost one is checked again.
  private String allowed = "";

  private HostCheck(AllowedHosts hosts, Handler next, InstantSource clock) {
    this.hosts = hosts;
    this.next = next;
    this.clock = clock;
  }

  /// Returns a handler that passes only requests for allowed hosts on to `next`.
  ///
  /// @param clock clock for the interval between log lines
  static Handler before(Handler next, AllowedHosts hosts, InstantSource clock) {
    return hosts.isAny() ? next : new HostCheck(hosts, next, clock);
  }

  @Override
  public Answer handle(Request request) throws Exception {
    String host = request.authority();
    if (host.equals(allowed)) {
      return next.handle(request);
    }
    if (hosts.allows(host)) {
      allowed = host;
      return next.handle(request);
    }
    Explanation explanation = request.explanation();
    if (explanation.isOn()) {
      explanation.because("the host " + request.authority() + " is not allowed: --allowed-hosts");
    } else {
      log(request.authority());
    }
    return MISDIRECTED;
  }

  private void log(String host) {
    long count = refused.incrementAndGet();
    long now = clock.millis();
    long last = logged.get();
    // A clock that was set back must not suppress log lines.
    if ((now - last >= PAUSE_MILLIS || now < last) && logged.compareAndSet(last, now)) {
      String name = host.length() > MAX_NAME ? host.substring(0, MAX_NAME) + "…" : host;
      LOG.log(
          Level.WARNING,
          ("event=host-refused host=" + LogValue.of(name) + " refused=" + count)
              + " hint=\"allow it with --allowed-hosts\"");
    }
  }
}
