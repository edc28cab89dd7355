package otus.server.staticfiles.file;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import otus.server.api.fields.LogValue;
import otus.server.api.spi.Metrics;
import otus.server.api.spi.OptionType;

/// Checks the files of cache entries, and decides where: on event loops, or on threads of the pool
/// where a check may take long. Owned by the `StaticHandler`; any thread, no locks.
///
/// ```
/// UNKNOWN ──local──▶ LOOP ──4 of 16 checks over 1 ms, or one over 50 ms──▶ SLOW
///    └──network, FUSE──▶ POOL     ◀──at most 2 of 32 over 1 ms, 5 s later──┘
/// ```
///
/// A check in the pool costs a change of threads, but no other connection waits for it. The kind of
/// the file system decides first, because a check of a server that is down may never end, and then
/// there would be nothing to measure. It also decides where small files are read that are not
/// cached.
public final class CacheChecks {
  private static final Logger LOG = System.getLogger(CacheChecks.class.getName());

  /// The type of the option: where checks are made.
  public static final OptionType WORDS = OptionType.oneOf("auto", "loop", "pool");

  private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONG_STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long MIN_SLOW_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int RECENT = 0xffff;
  private static final int MANY = 4;
  private static final int FEW = 2;
  private static final int MOST = 16;

  private enum Place {
    /// No file was checked yet; the pool finds out.
    UNKNOWN,
    LOOP,
    /// In the pool while checks are slow.
    SLOW,
    /// Always in the pool.
    POOL
  }

  private final Path root;
  private final boolean measured;
  private final LongAdder checks = new LongAdder();
  private volatile Place place;

  /// The last 32 checks, a bit each, which is set if the check was slow. Threads may overwrite each
  /// other's bits: it is an estimate.
  private volatile int history;

  /// The same for the last 32 reads of small files on event loops.
  private volatile int reads;

  private volatile boolean readsSlow;
  private volatile long readsSlowSince;

  private volatile long slowSince;

  /// @param word one of [#WORDS]
  public CacheChecks(Path root, String word) {
    this.root = root;
    String upper = word.toUpperCase(Locale.ROOT);
    this.measured = upper.equals("AUTO");
    this.place = measured ? Place.UNKNOWN : Place.valueOf(upper);
  }

  /// Registers the metrics of the checks.
  public void register(Metrics metrics) {
    metrics.counter("cache_checks_total", "Checks whether a cached file has changed.", checks::sum);
    metrics.gauge(
        "cache_checks_on_loop",
        "Whether checks run on event loops (1) or, since they may be slow, in the pool (0).",
        () -> onLoop() ? 1 : 0);
  }

  /// Returns whether event loops may make checks.
  public boolean onLoop() {
    return place == Place.LOOP;
  }

  /// Finds out the kind of the file system, if it matters and is not known. Blocks.
  public void learn() {
    if (place == Place.UNKNOWN) {
      place = isRemote() ? Place.POOL : Place.LOOP;
    }
  }

  private boolean isRemote() {
    try {
      String type = Files.getFileStore(root).type();
      return switch (type) {
        case "afs", "beegfs", "ceph", "cifs", "glusterfs", "gpfs", "lustre", "ncpfs", "9p" -> true;
        default -> type.startsWith("nfs") || type.startsWith("smb") || type.startsWith("fuse");
      };
    } catch (IOException e) {
      return false; // it is measured nevertheless
    }
  }

  /// Checks the file of an entry. On an event loop only if [#onLoop] is true.
  ///
  /// @return whether the entry shows the present state of its file
  public boolean check(CacheEntry entry) {
    checks.increment();
    long begin = System.nanoTime();
    boolean holds = entry.file().isCurrent();
    if (holds) {
      entry.checked(begin);
    }
    record(begin, System.nanoTime());
    return holds;
  }

  /// Returns whether event loops may read small files without waiting: not on file systems whose
  /// kind excludes it, nor for five seconds after reads were slow. Slow checks do not matter, since
  /// reads have their own measure.
  ///
  /// @param now in nanoseconds
  public boolean mayRead(long now) {
    Place at = place;
    return (at == Place.LOOP || at == Place.SLOW)
        && (!readsSlow || now - readsSlowSince >= MIN_SLOW_NANOS);
  }

  /// Records the duration of such a read, which ends now. Reads may follow each other without
  /// pause, so every interruption of the thread, by other programs or a limit of its processor
  /// time, makes one of them long: at most 100 ms as a rule. So only if half of them are slow, or
  /// one is longer than that, it is the file system.
  public void recordRead(long begin) {
    recordRead(begin, System.nanoTime());
  }

  void recordRead(long begin, long end) {
    int before = reads;
    long nanos = end - begin;
    int after = before << 1 | (nanos > SLOW_NANOS ? 1 : 0);
    if (after != before) {
      reads = after;
      if (measured && (nanos > LONG_STALL_NANOS || Integer.bitCount(after) >= MOST)) {
        reads = 0;
        readsSlowSince = end;
        readsSlow = true;
        LOG.log(Level.DEBUG, "event=file-reads-slow root=" + LogValue.of(root));
      }
    }
  }

  /// Records the duration of a check. Writes only if a recent check was slow, to spare the caches
  /// of other processors.
  void record(long begin, long end) {
    long nanos = end - begin;
    int before = history;
    int after = before << 1 | (nanos > SLOW_NANOS ? 1 : 0);
    if (after != before) {
      history = after;
    }
    if (!measured) {
      return;
    }
    switch (place) {
      case LOOP -> {
        if (nanos > STALL_NANOS || Integer.bitCount(after & RECENT) >= MANY) {
          history = -1;
          slowSince = end;
          place = Place.SLOW;
          LOG.log(
              Level.WARNING,
              "event=file-checks-moved to=pool root="
                  + LogValue.of(root)
                  + " millis="
                  + TimeUnit.NANOSECONDS.toMillis(nanos));
        }
      }
      case SLOW -> {
        if (Integer.bitCount(after) <= FEW && end - slowSince >= MIN_SLOW_NANOS) {
          place = Place.LOOP;
          LOG.log(Level.INFO, "event=file-checks-moved to=loop root=" + LogValue.of(root));
        }
      }
      case UNKNOWN, POOL -> {}
    }
  }
}
