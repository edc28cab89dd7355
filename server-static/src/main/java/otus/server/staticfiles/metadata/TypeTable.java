package otus.server.staticfiles.metadata;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The media types that are part of the module. Any thread.
///
/// The table is sorted text, searched without parsing: a map of its 1,400 lines would add several
/// milliseconds to the first request after a start.
final class TypeTable {
  private static final String TABLE = load();

  private TypeTable() {}

  /// Returns the type, with its coding if there is one, or null if the table does not contain the
  /// key.
  ///
  /// @param key an extension in lower case, or a path from the root
  static @Nullable String find(String key) {
    if (key.startsWith("#")) {
      return null; // a comment
    }
    int low = 0;
    int high = TABLE.length();
    while (low < high) {
      int start = TABLE.lastIndexOf('\n', (low + high) / 2 - 1) + 1;
      int end = TABLE.indexOf('\n', start);
      int order = compare(key, start);
      if (order == 0) {
        return TABLE.substring(start + key.length() + 1, end);
      }
      if (order < 0) {
        high = start;
      } else {
        low = end + 1;
      }
    }
    return null;
  }

  /// Compares a key with the key of the line at `start`; the space that ends the latter sorts
  /// before all other characters.
  private static int compare(String key, int start) {
    for (int i = 0; i < key.length(); i++) {
      char c = TABLE.charAt(start + i);
      if (c == ' ') {
        return 1;
      }
      if (c != key.charAt(i)) {
        return key.charAt(i) - c;
      }
    }
    return TABLE.charAt(start + key.length()) == ' ' ? 0 : -1;
  }

  private static String load() {
    try (InputStream in = TypeTable.class.getResourceAsStream("media-types.txt")) {
      if (in == null) {
        throw new IllegalStateException("the table of media types is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
