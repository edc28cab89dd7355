package otus.server.app.accesslog;

import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import otus.server.api.Request;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

/// A short line for a terminal: time, method, path, status, size, duration, and how the exchange
/// ended, unless it is complete. Confined to one loop.
///
/// ```text
/// 13:55:36 GET /index.html 200 2.3k 0.4ms
/// 13:55:37 GET /film.mp4 200 38.1M 5.2s client_closed
/// ```
final class ShortLine implements LineFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final String[] UNITS = {"k", "M", "G", "T"};
  private static final char ESCAPE = 0x1b;

  private final SecondStamp time;
  private final boolean colours;

  /// @param zone the time zone of the times
  /// @param colours whether the terminal shows colours
  ShortLine(InstantSource clock, ZoneId zone, boolean colours) {
    time = new SecondStamp(clock, TIME, zone);
    this.colours = colours;
  }

  @Override
  public void add(ExchangeRecord exchange, LineBuffer line) {
    colour("2", line);
    time.addTo(line);
    colour("0", line);
    line.add(' ');
    Request request = exchange.request();
    if (request == null) {
      String part = exchange.partialLine();
      // In quotation marks: it may have blanks, and must not look like the other fields.
      if (part.isEmpty()) {
        line.add('-');
      } else {
        line.add('"').escaped(part).add('"');
      }
    } else {
      line.add(request.method().name()).add(' ').octets(request.target().rawPath());
    }
    line.add(' ');
    colour(colour(exchange.status()), line);
    line.digits(exchange.status(), 3);
    colour("0", line);
    size(exchange.bodyBytes(), line.add(' '));
    duration(exchange.nanos(), line.add(' '));
    if (exchange.end() != End.COMPLETE) {
      line.add(' ').add(LineFormat.name(exchange.end()));
    }
  }

  private static String colour(int status) {
    return switch (status / 100) {
      case 2 -> "32"; // green
      case 3 -> "36"; // cyan
      case 4 -> "33"; // yellow
      default -> "31"; // red
    };
  }

  private void colour(String code, LineBuffer line) {
    if (colours) {
      line.add(ESCAPE).add('[').add(code).add('m');
    }
  }

  private static void size(long bytes, LineBuffer line) {
    if (bytes < 1024) {
      line.number(bytes);
      return;
    }
    int unit = 0;
    long rest = bytes; // in the unit before
    while (rest >= 1024 * 1024 && unit < UNITS.length - 1) {
      rest /= 1024;
      unit++;
    }
    tenths(rest * 10 / 1024, line).add(UNITS[unit]);
  }

  private static void duration(long nanos, LineBuffer line) {
    long micros = nanos / 1000;
    if (micros < 1_000_000) {
      tenths(micros / 100, line).add("ms");
    } else {
      tenths(micros / 100_000, line).add('s');
    }
  }

  private static LineBuffer tenths(long tenths, LineBuffer line) {
    return line.number(tenths / 10).add('.').digits(tenths % 10, 1);
  }
}
