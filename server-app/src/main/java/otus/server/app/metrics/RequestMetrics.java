package otus.server.app.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.monitor.LoopListener;
import otus.server.http.monitor.ServerListener;

/// Counts the requests of a server: each loop has counters of its own, which a reader sums up.
/// Owned by the monitor of the server; any thread reads it.
public final class RequestMetrics implements ServerListener {
  private final HandlerNames names = new HandlerNames();
  private final List<LoopRequests> loops = new CopyOnWriteArrayList<>();

  /// Creates an instance without counts.
  public RequestMetrics() {}

  @Override
  public LoopListener onLoop() {
    LoopRequests loop = new LoopRequests(names);
    loops.add(loop);
    return loop;
  }

  /// Returns the counts at about the same time.
  public RequestCounts counts() {
    List<HandlerNames.Name> handlers = names.all();
    long[][] sums = new long[handlers.size()][];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = LoopRequests.empty();
    }
    End[] kinds = End.values();
    long[] endSums = new long[kinds.length];
    loops.forEach(loop -> loop.addTo(sums, endSums));
    Map<String, Long> ends = new TreeMap<>();
    for (End kind : kinds) {
      ends.put(kind.name().toLowerCase(Locale.ROOT), endSums[kind.ordinal()]);
    }
    List<RequestCounts.OfHandler> counts = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      counts.add(LoopRequests.counts(handlers.get(i), sums[i]));
    }
    return new RequestCounts(counts, ends);
  }

  /// Returns the slowest requests of the last minutes, the slowest first.
  ///
  /// @param now the time in nanoseconds of [System#nanoTime]
  /// @param max the maximum number
  public List<RecentRequest> slow(long now, int max) {
    return loops.stream()
        .flatMap(loop -> loop.recent().slow(now).stream())
        .sorted(Comparator.comparingLong(RecentRequest::nanos).reversed())
        .limit(max)
        .toList();
  }

  /// Returns the failed requests of the last minutes, the latest first.
  ///
  /// @param now the time in nanoseconds of [System#nanoTime]
  /// @param max the maximum number
  public List<RecentRequest> failed(long now, int max) {
    return loops.stream()
        .flatMap(loop -> loop.recent().failed(now).stream())
        .sorted(Comparator.comparingLong(request -> now - request.ended()))
        .limit(max)
        .toList();
  }
}
