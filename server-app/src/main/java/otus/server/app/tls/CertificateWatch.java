package otus.server.app.tls;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;
import otus.server.app.config.UsageException;

/// Notices changed files of certificates, and certificates that expire soon, on a daemon thread of
/// its own. Reads a changed file only after it has not changed for a second, since certificate and
/// key are written one after the other. Owned by [ServerTls]; [#check] runs on that thread.
final class CertificateWatch implements AutoCloseable {
  static final Duration INTERVAL = Duration.ofSeconds(10);
  static final Duration SETTLING = Duration.ofSeconds(1);

  private static final Logger LOG = System.getLogger(CertificateWatch.class.getName());
  private static final Duration DAY = Duration.ofDays(1);

  private final ServerTls tls;
  private final InstantSource clock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private Instant nextWarning;

  /// The changed attributes at the last check, or null if nothing had changed.
  private @Nullable FileStamps changed;

  /// The problem at the last attempt to read, or empty; each problem is logged once.
  private String fault = "";

  CertificateWatch(ServerTls tls, InstantSource clock) {
    this.tls = tls;
    this.clock = clock;
    nextWarning = clock.instant().plus(DAY); // the start has warned
  }

  void start() {
    Thread.ofPlatform().daemon().name("otus-tls").start(this::run);
  }

  private void run() {
    try {
      Duration pause = INTERVAL;
      while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // an end, too
    }
  }

  /// Reads changed files if they have settled, and warns once a day.
  ///
  /// @return the time until the next check
  Duration check() {
    warn();
    FileStamps now = tls.stamps();
    if (tls.isRead(now)) {
      changed = null;
      return INTERVAL;
    }
    if (!now.equals(changed)) {
      changed = now;
      return SETTLING;
    }
    try {
      tls.refresh();
      fault = "";
    } catch (UsageException e) {
      keep(String.valueOf(e.getMessage()));
    }
    return INTERVAL;
  }

  private void keep(String reason) {
    if (!reason.equals(fault)) {
      fault = reason;
      LOG.log(Level.ERROR, "event=certificates-kept reason=" + LogValue.of(reason));
    }
  }

  private void warn() {
    Instant now = clock.instant();
    if (now.isBefore(nextWarning)) {
      return;
    }
    nextWarning = now.plus(DAY);
    for (ServerTls.Certificate each : tls.certificates()) {
      Duration left = Duration.between(now, each.expiry());
      if (left.compareTo(CertificateReader.SHORT) < 0) {
        LOG.log(
            Level.WARNING,
            ("event=certificate-expires name=" + LogValue.of(each.name()))
                + (" days=" + left.toDays()));
      }
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }
}
