package otus.server.app.logging;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/// Formats log records as JSON objects in ASCII, one in each line. The pairs of a message
/// `event=name key=value` become members, another message the member `message`, and a stack trace
/// the member `stack`. Values are strings or numbers. Any thread.
final class JsonLines extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public String format(LogRecord record) {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    members.put("time", JsonValue.string(time(record.getInstant())));
    members.put("level", JsonValue.string(LevelNames.of(record.getLevel())));
    members.put("logger", JsonValue.string(String.valueOf(record.getLoggerName())));
    String message = String.valueOf(formatMessage(record));
    Map<String, JsonValue> pairs = EventPairs.parse(message);
    if (pairs == null) {
      members.put("message", JsonValue.string(message));
    } else {
      pairs.forEach(members::putIfAbsent); // a pair named time or level replaces neither
    }
    Throwable failure = record.getThrown();
    if (failure != null) {
      members.put("stack", JsonValue.string(StackTrace.of(failure)));
    }
    StringBuilder line = new StringBuilder();
    members.forEach((name, value) -> append(line, name, value));
    return line.append("}\n").toString();
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static void append(StringBuilder line, String name, JsonValue value) {
    line.append(line.isEmpty() ? "{\"" : ",\"").append(name).append("\":");
    if (value.isNumber()) {
      line.append(value.text());
    } else {
      string(line, value.text());
    }
  }

  private static void string(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\t' -> line.append("\\t");
        default -> {
          if (c >= ' ' && c < 0x7f) {
            line.append(c);
          } else {
            String hex = Integer.toHexString(c);
            line.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
          }
        }
      }
    }
    line.append('"');
  }
}
