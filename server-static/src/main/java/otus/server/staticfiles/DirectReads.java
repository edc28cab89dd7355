package otus.server.staticfiles;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import otus.server.api.Response;
import otus.server.api.spi.Metrics;
import otus.server.api.system.NonBlockingFiles;
import otus.server.staticfiles.file.CacheChecks;
import otus.server.staticfiles.file.CheckTime;
import otus.server.staticfiles.file.FileCache;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.lookup.DirectOpener;
import otus.server.staticfiles.lookup.DocumentRoot;
import otus.server.staticfiles.lookup.FileNames;

/// Answers with small files that are not cached, and leaves them out of the cache until they are
/// requested again. Owned by the [StaticHandler]; any thread. It reads on event loops, where
/// [CacheChecks] allows it, so there is no change of threads.
///
/// To call the system takes time and memory until it is prepared, on a thread of its own that ends
/// then. So it begins when lookups have opened [#AFTER] files; on a small site, which the cache
/// holds, they never do.
final class DirectReads {
  private static final Logger LOG = System.getLogger(DirectReads.class.getName());
  private static final int AFTER = 1000;

  private final DocumentRoot root;
  private final FileCache cache;
  private final CacheChecks checks;
  private final Fallbacks fallbacks;
  private final InstantSource clock;
  private final AdmissionFilter admission = new AdmissionFilter();
  private final AtomicInteger opened = new AtomicInteger();
  private final LongAdder reads = new LongAdder();

  /// Null until the system can be called; forever, if it cannot.
  private volatile @Nullable NonBlockingFiles calls;

  DirectReads(DocumentRoot root, FileCache cache, CachedResponses cached) {
    this.root = root;
    this.cache = cache;
    this.checks = cached.checks();
    this.fallbacks = cached.fallbacks();
    this.clock = cached.clock();
  }

  /// Registers the metric of these reads.
  void register(Metrics metrics) {
    metrics.counter(
        "direct_reads_total", "Files read without the cache and without a lookup.", reads::sum);
  }

  /// Returns the response with a file that is not cached, or null if it has to be looked up. On an
  /// event loop.
  @Nullable Response of(FileRequest fileRequest, FileNames.Result names) {
    NonBlockingFiles ready = calls;
    return ready == null ? null : read(ready, fileRequest, names);
  }

  private @Nullable Response read(
      NonBlockingFiles ready, FileRequest fileRequest, FileNames.Result requested) {
    DirectOpener opener = root.direct();
    CheckTime now = CheckTime.now(clock);
    if (opener == null
        || !checks.mayRead(now.nanos())
        || !(requested instanceof FileNames.Result.Valid(var names))
        || fileRequest.request().explanation().isOn()
        || admission.isRepeated(fileRequest.path())) {
      return null;
    }
    StaticFile file = opener.open(ready, fileRequest.path(), names, now.instant());
    checks.recordRead(now.nanos());
    if (file == null) {
      return null;
    }
    cache.countMiss();
    reads.increment();
    CachedResponses.reportServedPaths(fileRequest, file, file);
    return Responses.of(fileRequest, file, fallbacks, clock);
  }

  /// Counts a file that was opened by a lookup.
  void countOpened() {
    if (opened.get() < AFTER && opened.incrementAndGet() == AFTER && root.direct() != null) {
      try {
        Thread.ofPlatform().daemon().name("otus-files-direct").start(this::prepare);
      } catch (OutOfMemoryError e) { // no thread is left, which must not end the loop
        failed(e);
      }
    }
  }

  private void prepare() {
    try {
      checks.learn();
      ClassLoader loader = DirectReads.class.getClassLoader();
      calls =
          ServiceLoader.load(NonBlockingFiles.class, loader)
              .findFirst()
              .filter(found -> found.isSupported(root.path()))
              .orElse(null);
    } catch (ServiceConfigurationError | RuntimeException e) {
      failed(e);
    }
  }

  private static void failed(Throwable reason) {
    LOG.log(Level.DEBUG, "event=direct-reads-failed", reason);
  }
}
