package otus.server.app.accesslog;

import java.util.Locale;
import otus.server.http.monitor.ExchangeRecord;
import otus.server.http.monitor.ExchangeRecord.End;

/// Formats exchanges as lines. One instance for each loop.
sealed interface LineFormat permits CombinedLine, JsonLine, ShortLine {

  /// Adds the line of an exchange, without its line feed.
  void add(ExchangeRecord exchange, LineBuffer line);

  /// Returns the name of an end, as JSON and the short line show it.
  static String name(End end) {
    return end.name().toLowerCase(Locale.ROOT);
  }
}
