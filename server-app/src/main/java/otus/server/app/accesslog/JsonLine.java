package otus.server.app.accesslog;

import java.security.Principal;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.Attributes;
import otus.server.api.Request;
import otus.server.http.monitor.ExchangeRecord;

/// One JSON object for each exchange, in ASCII. Members without a value are absent. A request whose
/// head was not complete has `line`, the part of its request line that arrived. Confined to one
/// loop.
final class JsonLine implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'{\"time\":\"'uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT);
  private static final long NANOS_PER_MICRO = 1000;
  private static final long MICROS_PER_SECOND = 1_000_000;

  private final SecondStamp time;
  private final PeerField peer = new PeerField();

  JsonLine(InstantSource clock) {
    time = new SecondStamp(clock, TIME, ZoneOffset.UTC);
  }

  @Override
  public void add(ExchangeRecord exchange, LineBuffer line) {
    Request request = exchange.request();
    time.addTo(line);
    line.digits(time.millisOfSecond(), 3).add("Z\",\"peer\":\"");
    peer.addTo(line, exchange.peer());
    line.add('"');
    if (request == null) {
      octets(",\"line\":\"", exchange.partialLine(), line);
      member(",\"request_id\":\"", exchange.requestId(), line);
    } else {
      request(request, exchange.protocol(), line);
    }
    line.add(",\"status\":").number(exchange.status());
    line.add(",\"bytes\":").number(exchange.bodyBytes());
    long micros = exchange.nanos() / NANOS_PER_MICRO;
    line.add(",\"seconds\":").number(micros / MICROS_PER_SECOND).add('.');
    line.digits(micros % MICROS_PER_SECOND, 6);
    line.add(",\"end\":\"").add(LineFormat.name(exchange.end())).add("\"}");
  }

  private static void request(Request request, String protocol, LineBuffer line) {
    Attributes attributes = request.attributes();
    member(",\"user\":\"", attributes.get(Attributes.USER), line);
    Principal subject = attributes.get(Attributes.SUBJECT);
    member(",\"tls_subject\":\"", subject == null ? null : subject.getName(), line);
    octets(",\"method\":\"", request.method().name(), line);
    line.add(",\"target\":\"").jsonOctets(request.target().rawPath());
    String query = request.target().rawQuery();
    if (query != null) {
      line.add('?').jsonOctets(query);
    }
    line.add('"');
    octets(",\"protocol\":\"", protocol, line);
    octets(",\"scheme\":\"", request.scheme(), line);
    octets(",\"host\":\"", request.authority(), line);
    octets(",\"referer\":\"", request.headers().first("Referer"), line);
    octets(",\"agent\":\"", request.headers().first("User-Agent"), line);
    member(",\"site\":\"", attributes.get(Attributes.SITE), line);
    member(",\"handler\":\"", attributes.get(Attributes.HANDLER), line);
    member(",\"request_id\":\"", attributes.get(Attributes.REQUEST_ID), line);
  }

  private static void member(String start, @Nullable String value, LineBuffer line) {
    if (value != null) {
      line.add(start).json(value).add('"');
    }
  }

  private static void octets(String start, @Nullable String value, LineBuffer line) {
    if (value != null) {
      line.add(start).jsonOctets(value).add('"');
    }
  }
}
