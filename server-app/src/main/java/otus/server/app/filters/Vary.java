package otus.server.app.filters;

import otus.server.api.Headers;
import otus.server.api.fields.HeaderList;

/// The header field `Vary` (RFC 9110 §12.5.5), which names the request fields that a response
/// depends on. Names are only added, never removed: without a name, a cache would give one client a
/// response that was selected for another. Pure.
public final class Vary {
  private static final String FIELD = "Vary";

  private Vary() {}

  /// Adds `name` to `Vary`. Returns the same object if `Vary` has the name already.
  public static Headers add(Headers headers, String name) {
    String before = headers.combined(FIELD);
    if (before == null || before.isBlank()) {
      return headers.with(FIELD, name);
    }
    return names(before, name) ? headers : headers.with(FIELD, before + ", " + name);
  }

  /// Returns whether a value of `Vary` includes that name, or is `*`.
  private static boolean names(String value, String name) {
    return HeaderList.contains(value, "*") || HeaderList.contains(value, name);
  }
}
