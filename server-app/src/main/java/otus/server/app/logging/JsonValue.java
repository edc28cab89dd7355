package otus.server.app.logging;

/// A string or a number of a log line in JSON. Immutable.
///
/// @param text the text of the string, or the number as it is written in JSON
/// @param isNumber whether the value is a number
record JsonValue(String text, boolean isNumber) {

  /// Returns a string.
  static JsonValue string(String text) {
    return new JsonValue(text, false);
  }
}
