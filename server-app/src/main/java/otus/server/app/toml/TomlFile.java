package otus.server.app.toml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import otus.server.app.config.UsageException;

/// A TOML file, read as a whole. The only class that uses the TOML library, which is loaded with
/// it. Immutable; main thread only.
///
/// A value is a [String], a [Long], a [Boolean], a [List] of values, or a [Map] of values by key.
/// Other numbers and dates are strings.
///
/// @param path the file, for messages
/// @param table the values by key, in the order of the file
/// @param lines finds the lines of keys
public record TomlFile(Path path, Map<String, Object> table, KeyLines lines) {
  /// Reads a file of at most 1 MiB.
  ///
  /// @throws UsageException if the file cannot be read or is not TOML
  public static TomlFile read(Path path) {
    String text = TomlSource.read(path);
    try (JsonParser parser = new TomlFactory().createParser(text)) {
      parser.nextToken();
      return new TomlFile(path, table(parser), KeyLines.of(text));
    } catch (JsonProcessingException e) {
      JsonLocation location = e.getLocation();
      String line = location == null ? "" : ":" + location.getLineNr();
      throw new UsageException(path + line + ": not TOML: " + reason(e, text), e);
    } catch (IOException e) {
      throw new UsageException(path + ": not TOML: " + e.getMessage(), e);
    }
  }

  /// Returns the message of the library, which does not name a key that occurs twice.
  private static String reason(JsonProcessingException e, String text) {
    String reason =
        String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("syntax error");
    boolean isTwice = reason.equals("Duplicate key") && e.getLocation() != null;
    String key = isTwice ? KeyLines.keyAt(e.getLocation().getLineNr(), text) : "";
    return key.isEmpty() ? reason : reason + ": " + key;
  }

  private static Map<String, Object> table(JsonParser parser) throws IOException {
    Map<String, Object> table = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      table.put(key, value(parser));
    }
    return table;
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> table(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield List.copyOf(list);
      }
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> integer(parser);
      default -> parser.getText();
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? parser.getText()
        : (Object) parser.getLongValue();
  }

  /// The name of the file with the line of a key, for messages.
  ///
  /// @param tables the number of tables that begin before the key
  public String place(int tables, String key) {
    int line = lines.line(tables, key);
    return line == 0 ? path.toString() : path + ":" + line;
  }
}
