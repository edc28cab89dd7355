package otus.server.app.config;

import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/// The settings of the access log and the server log. Immutable.
///
/// @param access the access log, or null for the default: short lines if standard output is a
///     terminal
/// @param level the lowest level of lines in the server log
/// @param json whether the server log consists of JSON objects
/// @param requestIds whether requests get ids
public record LogOptions(
    @Nullable AccessLogSpec access, Level level, boolean json, boolean requestIds) {

  /// Returns the settings without any flag.
  public static LogOptions defaults() {
    return new LogOptions(null, Level.INFO, false, false);
  }

  /// Parses a level.
  ///
  /// @throws UsageException if there is no such level
  public static Level level(String word) {
    return switch (word) {
      case "error" -> Level.ERROR;
      case "warning" -> Level.WARNING;
      case "info" -> Level.INFO;
      case "debug" -> Level.DEBUG;
      default ->
          throw new UsageException(
              "--log-level must be error, warning, info or debug, not " + word);
    };
  }

  /// Parses a format of the server log.
  ///
  /// @return whether it is JSON
  /// @throws UsageException if there is no such format
  public static boolean json(String word) {
    return switch (word) {
      case "json" -> true;
      case "text" -> false;
      default -> throw new UsageException("--log-format must be text or json, not " + word);
    };
  }
}
