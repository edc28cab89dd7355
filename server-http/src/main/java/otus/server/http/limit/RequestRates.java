package otus.server.http.limit;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import otus.server.http.config.RequestRate;

/// The rate of requests of each client, by the generic cell rate algorithm (ITU-T I.371): of a
/// client only the time is known at which its requests so far are paid for, one interval each. The
/// next one may come earlier by as many intervals as the burst allows. Shared by loops; any thread.
///
/// The number of clients is limited. Beyond it, those that have paid are forgotten, and then those
/// that will have paid soonest.
final class RequestRates {
  private final int maxClients;
  private final ConcurrentHashMap<Long, Long> paid = new ConcurrentHashMap<>();
  private final AtomicBoolean forgetting = new AtomicBoolean();

  /// @param maxClients the maximum number of clients that are remembered
  RequestRates(int maxClients) {
    this.maxClients = maxClients;
  }

  /// Counts a request, unless it exceeds the rate.
  ///
  /// @param now the elapsed time in nanoseconds
  /// @return 0, or the time in nanoseconds after which the client may send a request
  long enter(Long client, RequestRate rate, long now) {
    long interval = rate.interval().toNanos();
    long early = interval * rate.burst();
    while (true) {
      Long known = paid.get(client);
      long time = known == null || known - now < 0 ? now : known;
      long wait = time - now - early;
      if (wait > 0) {
        return wait;
      }
      if (replace(client, known, time + interval)) {
        return 0;
      }
    }
  }

  private boolean replace(Long client, @Nullable Long known, Long next) {
    if (known != null) {
      return paid.replace(client, known, next);
    }
    if (paid.putIfAbsent(client, next) != null) {
      return false;
    }
    if (paid.size() > maxClients && forgetting.compareAndSet(false, true)) {
      forget(next);
      forgetting.set(false);
    }
    return true;
  }

  /// @param now the current time, or a little later
  private void forget(long now) {
    paid.values().removeIf(time -> time - now <= 0);
    long mean = (long) paid.values().stream().mapToLong(time -> time - now).average().orElse(0);
    if (paid.size() > maxClients / 2) {
      paid.values().removeIf(time -> time - now <= mean);
    }
  }

  /// Returns the number of clients that are remembered.
  int size() {
    return paid.size();
  }
}
