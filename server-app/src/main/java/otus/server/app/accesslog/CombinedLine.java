package otus.server.app.accesslog;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.Headers;
import otus.server.api.Request;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

/// The Combined and the Common Log Format, as Apache and nginx write them:
///
/// ```text
/// 192.0.2.1 - ann [10/Oct/2000:13:55:36 -0700] "GET /a HTTP/1.1" 200 2326 "referer" "agent"
/// ```
///
/// The time is that of the end of the exchange, and the bytes are those of the body, as in nginx.
/// If no response was sent, the status is 499, as in nginx, if the client left; otherwise 000.
/// Confined to one loop.
final class CombinedLine implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("' ['dd/MMM/uuuu:HH:mm:ss xx'] \"'", Locale.ROOT);

  private final SecondStamp time;
  private final PeerField peer = new PeerField();
  private final boolean combined;

  /// @param zone the time zone of the times
  /// @param combined whether lines have referer and user agent
  CombinedLine(InstantSource clock, ZoneId zone, boolean combined) {
    time = new SecondStamp(clock, TIME, zone);
    this.combined = combined;
  }

  @Override
  public void add(ExchangeRecord exchange, LineBuffer line) {
    Request request = exchange.request();
    peer.addTo(line, exchange.peer());
    line.add(" - ");
    user(request, line);
    time.addTo(line);
    requestLine(exchange, request, line);
    line.add("\" ");
    if (exchange.status() == 0) {
      line.add(exchange.end() == End.CLIENT_CLOSED ? "499" : "000");
    } else {
      line.number(exchange.status());
    }
    line.add(' ').number(exchange.bodyBytes());
    if (combined) {
      Headers headers = request == null ? Headers.empty() : request.headers();
      quoted(headers.first("Referer"), line.add(' '));
      quoted(headers.first("User-Agent"), line.add(' '));
    }
  }

  private static void user(@Nullable Request request, LineBuffer line) {
    String user = request == null ? null : request.attributes().get(Attributes.USER);
    if (user == null || user.isEmpty()) {
      line.add('-');
    } else {
      line.word(user);
    }
  }

  /// Adds the request line without creating a string for it.
  private static void requestLine(
      ExchangeRecord exchange, @Nullable Request request, LineBuffer line) {
    if (request == null) {
      String part = exchange.partialLine();
      line.escaped(part.isEmpty() ? "-" : part);
      return;
    }
    line.add(request.method().name()).add(' ').octets(request.target().rawPath());
    String query = request.target().rawQuery();
    if (query != null) {
      line.add('?').octets(query);
    }
    line.add(' ').add(exchange.protocol());
  }

  private static void quoted(@Nullable String value, LineBuffer line) {
    line.add('"').octets(value == null ? "-" : value).add('"');
  }
}
