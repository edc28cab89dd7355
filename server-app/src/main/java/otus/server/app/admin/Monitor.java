package otus.server.app.admin;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import otus.server.app.metrics.MetricsText;
import otus.server.app.metrics.ProviderMetrics;
import otus.server.app.metrics.RequestMetrics;
import otus.server.app.tls.ServerTls;
import otus.server.http.monitor.ServerStatistics;
import otus.server.http.monitor.TlsStatistics;

/// The state of the server that operators see. It outlives the handlers of a reload. Created by
/// `Main`; any thread.
public final class Monitor {
  /// The time of a turn after which the process counts as hung.
  static final Duration MAX_TURN = Duration.ofSeconds(30);

  private static final String THREAD = "otus-status";
  private static final ServerStatistics NOTHING =
      new ServerStatistics(
          Map.of(), 0, 0, Map.of(), 0, 0, 0, 0, 0, Map.of(), TlsStatistics.NONE, List.of());

  private final String version;
  private final LongSupplier ticker;
  private final Readiness readiness = new Readiness();
  private final RequestMetrics requests = new RequestMetrics();
  private final ProviderMetrics providers = new ProviderMetrics();
  private final Map<String, LongSupplier> lost = new ConcurrentHashMap<>();
  private volatile Supplier<ServerStatistics> statistics = () -> NOTHING;
  private volatile @Nullable Supplier<CompletionStage<ReloadResult>> reload;
  private volatile @Nullable ServerTls tls;
  private final Sampler sampler;

  /// The result of a reload of the configuration. Immutable.
  ///
  /// @param isDone whether the new configuration is in use; otherwise the former one stays
  /// @param message one line for the operator
  public record ReloadResult(boolean isDone, String message) {}

  /// @param version the name and version of the server
  /// @param clock the clock for the start of the server
  /// @param ticker the time in nanoseconds, as in [System#nanoTime]
  public Monitor(String version, InstantSource clock, LongSupplier ticker) {
    this(version, clock, ticker, task -> Thread.ofPlatform().daemon().name(THREAD).start(task));
  }

  /// @param starter starts the thread of the sampler
  Monitor(String version, InstantSource clock, LongSupplier ticker, Consumer<Runnable> starter) {
    this.version = version;
    this.ticker = ticker;
    sampler = new Sampler(this, clock.instant(), starter);
  }

  /// Returns the state that the health checks report.
  public Readiness readiness() {
    return readiness;
  }

  /// Returns the counters of requests, the listener of the server.
  public RequestMetrics requests() {
    return requests;
  }

  /// Returns the metrics of handlers and filters.
  public ProviderMetrics providers() {
    return providers;
  }

  /// Sets the server whose state is shown.
  public void watch(Supplier<ServerStatistics> server) {
    statistics = server;
  }

  /// Sets the certificates whose expiry is shown, if there are any.
  public void tls(@Nullable ServerTls certificates) {
    tls = certificates;
  }

  /// Adds a counter of lost log lines.
  ///
  /// @param stream the name of the stream, such as `stdout` or `access`
  public void lostLines(String stream, LongSupplier count) {
    lost.put(stream, count);
  }

  /// Sets the action of `POST /reload`.
  ///
  /// @param action begins a reload and returns its result
  public void onReload(Supplier<CompletionStage<ReloadResult>> action) {
    reload = action;
  }

  /// Returns the action of `POST /reload`, or null before the server serves.
  public @Nullable Supplier<CompletionStage<ReloadResult>> reload() {
    return reload;
  }

  ServerStatistics statistics() {
    return statistics.get();
  }

  Sampler sampler() {
    return sampler;
  }

  String version() {
    return version;
  }

  long nanoTime() {
    return ticker.getAsLong();
  }

  /// Returns the names of the loops that have hung for long.
  List<String> hanging() {
    return statistics().loops().stream()
        .filter(loop -> loop.turn().compareTo(MAX_TURN) >= 0)
        .map(ServerStatistics.Loop::name)
        .toList();
  }

  /// Writes all metrics. Not on an event loop.
  String metrics() {
    String number = version.substring(version.lastIndexOf(' ') + 1);
    return new MetricsText(number, requests.counts(), statistics(), providers, lost, tls).text();
  }
}
