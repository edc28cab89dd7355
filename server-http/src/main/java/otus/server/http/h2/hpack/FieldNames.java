package otus.server.http.h2.hpack;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Encodes the names of the headers of handlers, each with the start of its literal, and caches the
/// last ones: handlers use few names. Owned by one encoder.
final class FieldNames {
  private static final int SLOTS = 256;

  /// The bits of a literal that is not indexed (RFC 7541 §6.2.2).
  static final int LITERAL = 0x00;

  /// The bits of a literal that intermediaries must not index either (RFC 7541 §6.2.3).
  private static final int NEVER_INDEXED = 0x10;

  private final @Nullable String[] names = new String[SLOTS];
  private final byte[][] encoded = new byte[SLOTS][];

  /// Returns the start of a literal field, up to its value. The caller does not change it.
  byte[] of(String name) {
    int hash = name.hashCode();
    int slot = (hash ^ hash >>> 8) & SLOTS - 1;
    if (!name.equals(names[slot])) {
      names[slot] = name;
      encoded[slot] = encode(name.toLowerCase(Locale.ROOT)); // RFC 9113 §8.2
    }
    return encoded[slot];
  }

  private static byte[] encode(String name) {
    int pattern = name.equals("set-cookie") ? NEVER_INDEXED : LITERAL;
    int index = StaticTable.indexOf(name);
    byte[] octets = new byte[2 * Primitives.MAX_INTEGER + name.length()];
    int length = Primitives.integer(octets, 0, pattern, 4, index);
    if (index == 0) {
      length = Primitives.shortest(octets, length, name);
    }
    return Arrays.copyOf(octets, length);
  }
}
