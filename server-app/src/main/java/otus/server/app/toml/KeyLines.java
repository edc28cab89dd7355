package otus.server.app.toml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines at which keys are set, which the TOML library does not report. It looks at the
/// beginnings of lines only, so a key within a string of several lines may be found, too; of a key
/// that occurs twice, the first one counts. For messages only. Immutable.
///
/// @param lines line numbers from 1, by number of tables before the line and key
record KeyLines(Map<String, Integer> lines) {
  private static final Pattern KEY =
      Pattern.compile("\\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+))\\s*[=.].*");
  private static final Pattern TABLE = Pattern.compile("\\s*\\[{1,2}\\s*([^\\]\\s]*)\\s*\\].*");

  /// Copies the map.
  KeyLines {
    lines = Map.copyOf(lines);
  }

  static KeyLines of(String text) {
    Map<String, Integer> found = new HashMap<>();
    int tables = 0;
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher key = KEY.matcher(lines.get(i));
      Matcher table = TABLE.matcher(lines.get(i));
      if (table.matches()) {
        found.putIfAbsent(name(0, table.group(1)), i + 1);
        tables++;
        found.put(name(tables, ""), i + 1);
      } else if (key.matches()) {
        found.putIfAbsent(name(tables, key(key)), i + 1);
      }
    }
    return new KeyLines(found);
  }

  /// Returns the key, or the table, that is set at a line, or an empty string if there is none.
  ///
  /// @param number the number of the line, from 1
  static String keyAt(int number, String text) {
    String line = text.lines().skip(Math.max(number - 1, 0)).findFirst().orElse("");
    Matcher table = TABLE.matcher(line);
    if (table.matches()) {
      return table.group(1);
    }
    Matcher key = KEY.matcher(line);
    return key.matches() ? key(key) : "";
  }

  private static String key(Matcher matched) {
    for (int group = 1; group <= matched.groupCount(); group++) {
      if (matched.group(group) != null) {
        return matched.group(group);
      }
    }
    return "";
  }

  private static String name(int tables, String key) {
    return tables + " " + key;
  }

  /// The line of a key, or 0 if it was not found. The key may be empty for the line of the table.
  int line(int tables, String key) {
    return lines.getOrDefault(name(tables, key), 0);
  }
}
