package otus.server.staticfiles.listing;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import otus.server.api.Parameters;

/// Selects names that contain a text, without case. Canonically equivalent texts are equal, since
/// some systems store `ü` as two characters and keyboards send one. Immutable.
///
/// @param text the text as the client sent it, without spaces at its ends; empty to select all
/// @param folded the text as it is compared
record NameFilter(String text, String folded) {
  static final NameFilter ALL = new NameFilter("", "");

  /// Returns the filter of a query such as `filter=a%20b`.
  static NameFilter of(@Nullable String rawQuery) {
    String value = QueryValue.of(rawQuery, "filter");
    String decoded = value == null ? null : Parameters.ofQuery("filter=" + value).first("filter");
    String text = decoded == null ? "" : decoded.strip();
    return text.isEmpty() ? ALL : new NameFilter(text, fold(text));
  }

  boolean isOn() {
    return !folded.isEmpty();
  }

  boolean matches(String name) {
    return folded.isEmpty() || fold(name).contains(folded);
  }

  private static String fold(String text) {
    return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }
}
