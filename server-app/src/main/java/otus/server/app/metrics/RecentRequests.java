package otus.server.app.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

/// The slowest requests of each of the last minutes, and the last failed ones, of one loop.
/// Bounded. Written by the loop. A short lock protects the lists from readers; most requests do not
/// take it, because they are neither slow nor failed.
final class RecentRequests {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MINUTES = 5;

  /// Maximum number of slow requests of one minute.
  private static final int SLOW = 10;

  private static final int FAILED = 30;
  private static final int SERVER_ERROR = 500;

  // Confined to the loop.
  private long minuteEnd;
  private long bound;
  private boolean started;

  // All under the lock of this object.
  private final List<RecentRequest> minute = new ArrayList<>();
  private final ArrayDeque<RecentRequest> earlier = new ArrayDeque<>();
  private final ArrayDeque<RecentRequest> failed = new ArrayDeque<>();

  void onExchange(ExchangeRecord exchange) {
    boolean isFailed = isFailed(exchange);
    long ended = exchange.started() + exchange.nanos();
    boolean isNewMinute = !started || ended - minuteEnd >= 0;
    if (isFailed || isNewMinute || exchange.nanos() > bound) {
      add(exchange, ended, isFailed, isNewMinute);
    }
  }

  /// A client that gives up, a server that stops, and an invalid request are no failures.
  private static boolean isFailed(ExchangeRecord exchange) {
    return exchange.status() >= SERVER_ERROR
        || exchange.end() == End.FAILED
        || exchange.end() == End.TIMED_OUT;
  }

  private synchronized void add(
      ExchangeRecord exchange, long ended, boolean isFailed, boolean isNewMinute) {
    if (isNewMinute) {
      earlier.addAll(minute);
      minute.clear();
      earlier.removeIf(request -> ended - request.ended() > MINUTES * MINUTE);
      minuteEnd = ended + MINUTE;
      bound = 0;
      started = true;
    }
    RecentRequest request = RecentRequest.of(exchange);
    if (isFailed) {
      failed.addLast(request);
      if (failed.size() > FAILED) {
        failed.removeFirst();
      }
    }
    if (request.nanos() > bound) {
      minute.add(request);
      minute.sort(Comparator.comparingLong(RecentRequest::nanos));
      if (minute.size() > SLOW) {
        minute.removeFirst();
      }
      bound = minute.size() == SLOW ? minute.getFirst().nanos() : 0;
    }
  }

  synchronized List<RecentRequest> slow(long now) {
    List<RecentRequest> all = new ArrayList<>(minute);
    all.addAll(earlier);
    all.removeIf(request -> isOld(request, now));
    return all;
  }

  synchronized List<RecentRequest> failed(long now) {
    return failed.stream().filter(request -> !isOld(request, now)).toList();
  }

  private static boolean isOld(RecentRequest request, long now) {
    return now - request.ended() > MINUTES * MINUTE;
  }
}
