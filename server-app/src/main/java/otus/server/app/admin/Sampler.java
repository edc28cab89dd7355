package otus.server.app.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import otus.server.app.metrics.DurationBuckets;
import otus.server.app.metrics.RequestCounts;
import otus.server.http.monitor.ServerStatistics;

/// Samples the counters once a second and sends the samples to the open status pages. Its daemon
/// thread runs only while a page is open, and for some seconds after the last use. Owned by the
/// [Monitor].
final class Sampler implements Runnable {
  static final int HISTORY = 300;

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// The number of samples over which percentiles are computed: single seconds have few requests.
  private static final int WINDOW = 10;

  /// The number of samples without a reader after which the thread ends.
  private static final int UNUSED = 15;

  private final Monitor monitor;
  private final Instant started;
  private final Consumer<Runnable> starter;
  private final StatusStreams streams = new StatusStreams();
  private final AtomicLong uses = new AtomicLong();

  // All under the lock of this object.
  private final Deque<Counts> window = new ArrayDeque<>();
  private final Deque<Sample> history = new ArrayDeque<>();
  private boolean runs;
  private long usesBefore;
  private int unused;

  /// The counters at one time.
  private record Counts(long nanos, RequestCounts requests) {}

  /// @param starter starts the thread
  Sampler(Monitor monitor, Instant started, Consumer<Runnable> starter) {
    this.monitor = monitor;
    this.started = started;
    this.starter = starter;
  }

  StatusStreams streams() {
    return streams;
  }

  /// Returns the present state for a page, and keeps the thread running for some seconds.
  StatusView view() {
    use();
    return current();
  }

  /// Opens a stream that begins with the history.
  ///
  /// @param owner the handler that ends the stream
  /// @return the stream, or null if too many are open
  StatusStreams.@Nullable Stream open(Object owner) {
    use();
    StatusStreams.Stream stream = streams.open(owner);
    if (stream != null) {
      stream.feed().offer("retry: 2000\n\n" + event(true));
    }
    return stream;
  }

  private void use() {
    uses.incrementAndGet();
    begin();
  }

  private synchronized void begin() {
    if (!runs) {
      window.clear();
      history.clear();
      add();
      unused = 0;
      runs = true;
      starter.accept(this);
    }
  }

  @Override
  public void run() {
    do {
      try {
        Thread.sleep(INTERVAL);
      } catch (InterruptedException e) {
        // Only a plugin that interrupts all threads does this: the next sample is early.
      }
    } while (tick());
  }

  /// Takes a sample and sends it.
  ///
  /// @return whether the thread continues
  boolean tick() {
    synchronized (this) {
      boolean used = !streams.isEmpty() || uses.get() != usesBefore;
      usesBefore = uses.get();
      unused = used ? 0 : unused + 1;
      if (unused >= UNUSED) {
        runs = false;
        return false;
      }
      add();
    }
    if (!streams.isEmpty()) {
      streams.send(event(false));
    }
    return true;
  }

  private void add() {
    Counts now = new Counts(monitor.nanoTime(), monitor.requests().counts());
    Counts before = window.peekLast();
    window.addLast(now);
    if (window.size() > WINDOW + 1) {
      window.removeFirst();
    }
    if (before != null) {
      history.addLast(sample(before, now));
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }
  }

  private Sample sample(Counts before, Counts now) {
    double seconds = Math.max(1, now.nanos - before.nanos) / 1e9;
    long[] durations = now.requests.durations();
    long[] earlier = window.getFirst().requests.durations();
    for (int i = 0; i < durations.length; i++) {
      durations[i] -= earlier[i];
    }
    ServerStatistics server = monitor.statistics();
    return new Sample(
        (now.requests.total() - before.requests.total()) / seconds,
        (now.requests.ofClass(5) - before.requests.ofClass(5)) / seconds,
        (now.requests.bytes() - before.requests.bytes()) / seconds,
        DurationBuckets.quantile(durations, 0.5),
        DurationBuckets.quantile(durations, 0.9),
        DurationBuckets.quantile(durations, 0.99),
        server.connections().values().stream().mapToLong(Long::longValue).sum());
  }

  private StatusView current() {
    Sample last;
    RequestCounts counts;
    synchronized (this) {
      last = history.peekLast();
      counts = monitor.requests().counts();
    }
    return StatusView.of(monitor, started, last, counts);
  }

  /// Returns the event of the last sample, with all former samples for a page that was just opened.
  private String event(boolean withHistory) {
    List<Sample> samples;
    synchronized (this) {
      samples =
          withHistory
              ? List.copyOf(history)
              : history.isEmpty() ? List.of() : List.of(history.getLast());
    }
    StatusView view = current();
    Object data =
        Map.of(
            "texts", view.texts(),
            "slow", view.slow(),
            "failed", view.failed(),
            "samples", samples.stream().map(Sample::numbers).toList());
    return "event: " + (withHistory ? "history" : "sample") + "\ndata: " + Json.text(data) + "\n\n";
  }
}
