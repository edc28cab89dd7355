package otus.server.app.metrics;

import otus.server.http.monitor.ExchangeRecord;

/// A slow or failed request, for the status page. Immutable.
///
/// @param line the beginning of the request line; not escaped
/// @param status the status code, or 0 if no response was sent
/// @param bytes the number of bytes of the response body that were sent
/// @param nanos the duration in nanoseconds
/// @param ended the time of the end, in nanoseconds of [System#nanoTime]
/// @param end the kind of end
public record RecentRequest(
    String line, int status, long bytes, long nanos, long ended, ExchangeRecord.End end) {
  private static final int MAX_LINE = 120;

  static RecentRequest of(ExchangeRecord exchange) {
    String line = exchange.requestLine();
    return new RecentRequest(
        line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line,
        exchange.status(),
        exchange.bodyBytes(),
        exchange.nanos(),
        exchange.started() + exchange.nanos(),
        exchange.end());
  }
}
