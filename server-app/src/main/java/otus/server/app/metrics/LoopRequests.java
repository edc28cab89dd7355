package otus.server.app.metrics;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.Request;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;
import otus.server.http.monitor.LoopListener;

/// Counts the requests of one loop. Changed by the loop only, without synchronization; any thread
/// may read it, possibly with a delay. Owned by [RequestMetrics].
final class LoopRequests implements LoopListener {
  private static final int CLASSES = RequestCounts.CLASSES.size();
  private static final int BUCKETS = CLASSES;
  private static final int NANOS = BUCKETS + DurationBuckets.COUNT;
  private static final int BYTES = NANOS + 1;
  private static final int FAILURES = BYTES + 1;

  /// The number of counters of a handler.
  private static final int STRIDE = FAILURES + 1;

  private static final int SERVER_ERROR = 5;
  private static final int INTERNAL_ERROR = 500;

  private final HandlerNames names;
  private final RecentRequests recent = new RecentRequests();
  private final AtomicLongArray ends = new AtomicLongArray(End.values().length);

  /// The counters of all handlers. The loop replaces the array by a longer one.
  private volatile AtomicLongArray counts = new AtomicLongArray(STRIDE);

  // The last handler and its index; confined to the loop. Most requests have the same handler.
  private String lastSite = ProviderMetrics.DEFAULT_SITE;
  private String lastName = HandlerNames.NONE;
  private int lastIndex;

  LoopRequests(HandlerNames names) {
    this.names = names;
  }

  @Override
  public void onExchange(ExchangeRecord exchange) {
    AtomicLongArray own = counts;
    int base = indexOf(exchange.request()) * STRIDE;
    if (base >= own.length()) {
      own = grown(own, base + STRIDE);
      counts = own;
    }
    int status = exchange.status();
    End end = exchange.end();
    add(own, base + (status < 600 ? status / 100 : SERVER_ERROR), 1);
    add(own, base + BUCKETS + DurationBuckets.of(exchange.nanos()), 1);
    add(own, base + NANOS, exchange.nanos());
    add(own, base + BYTES, exchange.bodyBytes());
    if (end == End.FAILED || (status == INTERNAL_ERROR && exchange.request() != null)) {
      add(own, base + FAILURES, 1);
    }
    add(ends, end.ordinal(), 1);
    recent.onExchange(exchange);
  }

  @SuppressWarnings("ReferenceEquality") // the comparison by value follows
  private int indexOf(@Nullable Request request) {
    String name = HandlerNames.NONE;
    String site = ProviderMetrics.DEFAULT_SITE;
    if (request != null) {
      Attributes attributes = request.attributes();
      name = orElse(attributes.get(Attributes.HANDLER), name);
      site = orElse(attributes.get(Attributes.SITE), site);
    }
    if (name != lastName || site != lastSite) {
      lastIndex = names.indexOf(site, name);
      lastName = name;
      lastSite = site;
    }
    return lastIndex;
  }

  private static String orElse(@Nullable String value, String other) {
    return value == null ? other : value;
  }

  private static AtomicLongArray grown(AtomicLongArray counts, int length) {
    AtomicLongArray longer = new AtomicLongArray(length);
    for (int i = 0; i < counts.length(); i++) {
      longer.setPlain(i, counts.getPlain(i));
    }
    return longer;
  }

  private static void add(AtomicLongArray counts, int i, long difference) {
    counts.setOpaque(i, counts.getPlain(i) + difference);
  }

  /// Adds the counters of this loop to sums, one array for each handler.
  void addTo(long[][] sums, long[] endSums) {
    AtomicLongArray own = counts;
    for (int handler = 0; handler < sums.length; handler++) {
      for (int i = 0; i < STRIDE && handler * STRIDE < own.length(); i++) {
        sums[handler][i] += own.getOpaque(handler * STRIDE + i);
      }
    }
    for (int i = 0; i < endSums.length; i++) {
      endSums[i] += ends.getOpaque(i);
    }
  }

  RecentRequests recent() {
    return recent;
  }

  static long[] empty() {
    return new long[STRIDE];
  }

  static RequestCounts.OfHandler counts(HandlerNames.Name name, long[] sums) {
    return new RequestCounts.OfHandler(
        name.site(),
        name.handler(),
        Arrays.copyOfRange(sums, 0, CLASSES),
        Arrays.copyOfRange(sums, BUCKETS, NANOS),
        sums[NANOS],
        sums[BYTES],
        sums[FAILURES]);
  }
}
