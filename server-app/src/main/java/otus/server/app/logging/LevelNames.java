package otus.server.app.logging;

import java.util.logging.Level;

/// The names of levels in log lines, which are those of the flag `--log-level`. Pure.
final class LevelNames {

  private LevelNames() {}

  /// Returns the name of a level: `error`, `warning`, `info`, `debug`, or `trace`, which the flag
  /// does not have.
  static String of(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "error";
    }
    if (value >= Level.WARNING.intValue()) {
      return "warning";
    }
    if (value >= Level.INFO.intValue()) {
      return "info";
    }
    return value >= Level.FINE.intValue() ? "debug" : "trace";
  }
}
