package otus.server.staticfiles.listing;

import org.jspecify.annotations.Nullable;

/// Looks up a parameter of a query of the form `name=value&name=value`. Pure.
final class QueryValue {

  private QueryValue() {}

  /// The first value of that name as it was sent, or null. Nothing is decoded: names and values
  /// that anybody asks for here need no escape.
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
