package otus.server.app.filters;

import otus.server.api.Headers;
import otus.server.api.fields.HeaderList;

/// The field `Vary` (RFC 9110 §12.5.5): what of a request a response depends on. It is only ever
/// added to: who removes a name from it makes a cache give one client what was meant for another.
/// Pure.
public final class Vary {
  private static final String FIELD = "Vary";

  private Vary() {}

  /// Those fields with `name` named in `Vary`; the same object if it is already.
  public static Headers add(Headers headers, String name) {
    String before = headers.combined(FIELD);
    if (before == null || before.isBlank()) {
      return headers.with(FIELD, name);
    }
    return names(before, name) ? headers : headers.with(FIELD, before + ", " + name);
  }

  /// Whether a value names that field, or all there are (`*`).
  private static boolean names(String value, String name) {
    return HeaderList.contains(value, "*") || HeaderList.contains(value, name);
  }
}
