package otus.server.app.metrics;

import java.net.InetSocketAddress;
import java.util.Objects;
import otus.server.api.Attributes;
import otus.server.api.testing.FakeRequest;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

/// Records of exchanges for tests.
public final class Records {
  private Records() {}

  /// Returns the record of a request that a handler has answered.
  public static ExchangeRecord of(String handler, int status, long bytes, long nanos) {
    return of(handler, "/", status, bytes, nanos, 0, End.COMPLETE);
  }

  /// Returns the record of a request that a handler of a site has answered.
  public static ExchangeRecord at(String site, String handler) {
    ExchangeRecord exchange = of(handler, 200, 0, 1);
    Objects.requireNonNull(exchange.request()).attributes().set(Attributes.SITE, site);
    return exchange;
  }

  /// Returns the record of a request for a path.
  public static ExchangeRecord of(
      String handler, String path, int status, long bytes, long nanos, long started, End end) {
    FakeRequest request = FakeRequest.get(path);
    request.attributes().set(Attributes.HANDLER, handler);
    return new ExchangeRecord(
        new InetSocketAddress(1),
        request,
        "",
        null,
        "HTTP/1.1",
        status,
        bytes,
        started,
        nanos,
        end);
  }

  /// Returns the record of a request that was refused before its head was complete.
  public static ExchangeRecord refused() {
    return new ExchangeRecord(
        new InetSocketAddress(1), null, "GE\u0007", null, "HTTP/1.1", 400, 5, 0, 7, End.REFUSED);
  }
}
