package otus.server.staticfiles.listing;

import org.jspecify.annotations.Nullable;

/// Reads a parameter from a query of the form `name=value&name=value`. Pure.
final class QueryValue {

  private QueryValue() {}

  /// Returns the first value of a name as it was sent, or null. Nothing is decoded: the names and
  /// values used here need no escapes.
  static @Nullable String of(@Nullable String rawQuery, String name) {
    String query = rawQuery == null ? "" : rawQuery;
    for (int start = 0; start < query.length(); ) {
      int and = query.indexOf('&', start);
      int end = and < 0 ? query.length() : and;
      int value = start + name.length() + 1;
      if (value <= end && query.startsWith(name, start) && query.charAt(value - 1) == '=') {
        return query.substring(value, end);
      }
      start = end + 1;
    }
    return null;
  }
}
