package otus.server.app.logging;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import otus.server.api.fields.LogValue;

/// Parses the message of an event: pairs `key=value` as [otus.server.api.fields.LogValue] writes
/// them, each after one space, the first of them with the key `event`. A value without quotes that
/// is a number is one in JSON. One instance per message.
final class EventPairs {
  private final String message;
  private int at;

  private EventPairs(String message) {
    this.message = message;
  }

  /// Returns the values by key, in their order; of a key that occurs twice, the first one, since a
  /// pair in a value that was not quoted must not replace another one.
  ///
  /// @return the pairs, or null if the message is not an event
  static @Nullable Map<String, JsonValue> parse(String message) {
    return message.startsWith("event=") ? new EventPairs(message).pairs() : null;
  }

  private @Nullable Map<String, JsonValue> pairs() {
    Map<String, JsonValue> pairs = new LinkedHashMap<>();
    while (true) {
      String key = key();
      JsonValue value = key == null ? null : value();
      if (key == null || value == null) {
        return null;
      }
      pairs.putIfAbsent(key, value);
      if (at == message.length()) {
        return pairs;
      }
      if (message.charAt(at++) != ' ') {
        return null;
      }
    }
  }

  /// Reads a key and the equals sign.
  private @Nullable String key() {
    int start = at;
    while (at < message.length() && isOfKey(message.charAt(at))) {
      at++;
    }
    boolean isKey = at > start && at < message.length() && message.charAt(at) == '=';
    return isKey ? message.substring(start, at++) : null;
  }

  private static boolean isOfKey(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || (c == '_' || c == '.' || c == '-');
  }

  private @Nullable JsonValue value() {
    return at < message.length() && message.charAt(at) == '"' ? quoted() : bare();
  }

  private JsonValue bare() {
    int end = message.indexOf(' ', at);
    String value = message.substring(at, end < 0 ? message.length() : end);
    at += value.length();
    return new JsonValue(value, LogValue.isNumber(value));
  }

  /// Reads a value in quotes. A backslash before another character than a quote or a backslash
  /// stands for itself.
  private @Nullable JsonValue quoted() {
    StringBuilder value = new StringBuilder();
    for (int i = at + 1; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '"') {
        at = i + 1;
        return JsonValue.string(value.toString());
      }
      if (c == '\\' && i + 1 < message.length() && isEscaped(message.charAt(i + 1))) {
        c = message.charAt(++i);
      }
      value.append(c);
    }
    return null;
  }

  private static boolean isEscaped(char c) {
    return c == '"' || c == '\\';
  }
}
