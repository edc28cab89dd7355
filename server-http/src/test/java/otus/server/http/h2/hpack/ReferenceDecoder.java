package otus.server.http.h2.hpack;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// RFC 7541, implemented a second time and differently: blocks and codes are texts of binary
/// digits, integers are unbounded, the dynamic table is a list. Slow.
final class ReferenceDecoder {
  /// Larger integers, and those with more octets, are refused by [HpackDecoder].
  private static final int MAX_OCTETS = 4;

  private static final Map<String, Integer> SYMBOLS = new HashMap<>();

  static {
    try {
      for (String line : Resource.lines("huffman.txt")) {
        String[] columns = line.split(" ");
        String bits = new BigInteger(columns[1], 16).toString(2);
        String code = "0".repeat(Integer.parseInt(columns[2]) - bits.length()) + bits;
        SYMBOLS.put(code, Integer.parseInt(columns[0]));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private record Entry(String name, String value) {
    int size() {
      return name.length() + value.length() + 32;
    }
  }

  /// A block that is invalid.
  private static final class Invalid extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final int maxSize;
  private final List<Entry> table = new ArrayList<>();
  private int limit;
  private String bits = "";

  ReferenceDecoder(int maxSize) {
    this.maxSize = maxSize;
    this.limit = maxSize;
  }

  /// Decodes a block.
  ///
  /// @return the fields before the first error or the end, and whether the block has no error
  Map.Entry<List<String>, Boolean> decode(byte[] block) {
    StringBuilder digits = new StringBuilder();
    for (byte octet : block) {
      digits.append(Integer.toBinaryString(0x100 | octet & 0xff), 1, 9);
    }
    bits = digits.toString();
    List<String> fields = new ArrayList<>();
    try {
      int updates = 0;
      while (bits.startsWith("001")) {
        int size = integer(3);
        if (size > maxSize || ++updates > 2) {
          throw new Invalid();
        }
        limit = size;
        evict(0);
      }
      while (!bits.isEmpty()) {
        Entry field = field();
        fields.add(field.name() + ": " + field.value());
      }
      return Map.entry(fields, true);
    } catch (Invalid e) {
      return Map.entry(fields, false);
    }
  }

  private Entry field() {
    if (bits.startsWith("1")) {
      return entry(integer(1));
    }
    boolean indexed = bits.startsWith("01");
    if (!indexed && bits.startsWith("001")) {
      throw new Invalid();
    }
    int index = integer(indexed ? 2 : 4);
    String name = index == 0 ? string() : entry(index).name();
    Entry field = new Entry(name, string());
    if (indexed) {
      evict(field.size());
      if (field.size() <= limit) {
        table.addFirst(field);
      }
    }
    return field;
  }

  private void evict(int added) {
    while (!table.isEmpty() && table.stream().mapToInt(Entry::size).sum() + added > limit) {
      table.removeLast();
    }
  }

  private Entry entry(int index) {
    if (index == 0 || index > 61 + table.size()) {
      throw new Invalid();
    }
    if (index > 61) {
      return table.get(index - 62);
    }
    Field field = StaticTable.get(index);
    return new Entry(field.name(), field.value());
  }

  /// @param pattern the number of bits before the prefix
  private int integer(int pattern) {
    int prefix = 8 - pattern;
    if (bits.length() < 8) {
      throw new Invalid();
    }
    BigInteger value = new BigInteger(bits.substring(pattern, 8), 2);
    bits = bits.substring(8);
    if (value.intValue() < (1 << prefix) - 1) {
      return value.intValue();
    }
    StringBuilder rest = new StringBuilder();
    boolean more = true;
    for (int octets = 0; more; octets++) {
      if (bits.isEmpty() || octets == MAX_OCTETS) {
        throw new Invalid();
      }
      more = bits.startsWith("1");
      rest.insert(0, bits, 1, 8);
      bits = bits.substring(8);
    }
    return value.add(new BigInteger(rest.toString(), 2)).intValueExact();
  }

  private String string() {
    boolean encoded = bits.startsWith("1");
    long digits = 8L * integer(1);
    if (digits > bits.length()) {
      throw new Invalid();
    }
    int length = (int) digits;
    String text = bits.substring(0, length);
    bits = bits.substring(length);
    if (encoded) {
      return symbols(text);
    }
    byte[] octets = new byte[length / 8];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = (byte) Integer.parseInt(text.substring(8 * i, 8 * i + 8), 2);
    }
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  private static String symbols(String text) {
    StringBuilder symbols = new StringBuilder();
    int from = 0;
    for (int to = 1; to <= text.length(); to++) {
      Integer symbol = SYMBOLS.get(text.substring(from, to));
      if (symbol != null) {
        if (symbol == 256) {
          throw new Invalid();
        }
        symbols.append((char) symbol.intValue());
        from = to;
      }
    }
    if (!text.substring(from).matches("1{0,7}")) {
      throw new Invalid();
    }
    return symbols.toString();
  }
}
