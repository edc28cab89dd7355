package otus.server.http.h2.hpack;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import otus.server.http.syntax.HttpChars;

/// Decodes the field blocks of one connection (RFC 7541 §3, §6). Pure; owned by one connection.
///
/// ```text
///   1…  indexed field                      001… size update, only at the start of a block
///   01… literal, added to the table        0001… literal, never indexed; 0000… without indexing
/// ```
///
/// A field that refers to a table, or to a known name, creates no strings.
public final class HpackDecoder {
  /// The result if the sink has refused a field.
  public static final String REFUSED = "field block is refused";

  private static final byte[] NOTHING = new byte[0];

  /// The maximum number of octets of an integer after its prefix: more could overflow an int, and
  /// no valid number needs them (RFC 7541 §5.1 asks for such a limit).
  private static final int MAX_OCTETS = 4;

  /// Approximate memory of a field in the table beyond its size, in bytes: the objects.
  private static final int ENTRY_OVERHEAD = 64;

  /// The result of [#integer] for an invalid integer.
  private static final int INVALID = -1;

  private final HuffmanDecoder huffman;
  private final int maxTableSize;
  private final DynamicTable table;

  /// The block that is being decoded, with its next octet and its end.
  private byte[] octets = NOTHING;

  private int at;
  private int end;

  /// The last string: its octets, and the range in them.
  private byte[] text = NOTHING;

  private int textFrom;
  private int textTo;

  /// Creates a decoder with an empty table.
  ///
  /// @param maxTableSize the maximum size of the dynamic table in bytes, as the client knows it;
  ///     the initial value of SETTINGS_HEADER_TABLE_SIZE is 4096
  /// @param huffman a decoder of the same loop
  public HpackDecoder(int maxTableSize, HuffmanDecoder huffman) {
    this.maxTableSize = maxTableSize;
    this.huffman = huffman;
    this.table = new DynamicTable(maxTableSize);
  }

  /// Returns the approximate memory of the dynamic table in bytes.
  public int memory() {
    return table.size() + table.count() * ENTRY_OVERHEAD;
  }

  /// Decodes a block. After an error the decoder is not used again, since the tables of both sides
  /// differ.
  ///
  /// @param block a complete block in a heap buffer; consumed
  /// @param sink the receiver of its fields
  /// @return null if the block is valid; otherwise the reason of a COMPRESSION_ERROR, or [#REFUSED]
  public @Nullable String decode(ByteBuffer block, FieldSink sink) {
    octets = block.array();
    at = block.arrayOffset() + block.position();
    end = block.arrayOffset() + block.limit();
    block.position(block.limit());
    String error = sizeUpdates();
    while (error == null && at < end) {
      int first = octets[at];
      if (first < 0) {
        Field field = field(integer(7));
        if (field == null) {
          error = "index of a field is invalid";
        } else if (!sink.accept(field)) {
          error = REFUSED;
        }
      } else if ((first & 0x40) != 0) {
        error = literal(6, true, sink);
      } else if ((first & 0x20) != 0) {
        error = "size update after the first field";
      } else {
        error = literal(4, false, sink);
      }
    }
    octets = NOTHING;
    text = NOTHING;
    return error;
  }

  /// RFC 7541 §4.2: updates occur at the beginning of a block, at most two: the smallest maximum
  /// since the last block, and the final one.
  private @Nullable String sizeUpdates() {
    for (int updates = 0; at < end && (octets[at] & 0xe0) == 0x20; updates++) {
      int size = integer(5);
      if (size < 0 || size > maxTableSize) {
        return "size update is over the maximum";
      }
      if (updates == 2) {
        return "block has more than two size updates";
      }
      table.limit(size);
    }
    return null;
  }

  private @Nullable String literal(int prefix, boolean indexed, FieldSink sink) {
    int index = integer(prefix);
    String name;
    boolean nameValid;
    if (index == 0) {
      if (!string()) {
        return "name of a field is invalid";
      }
      String known = KnownNames.of(text, textFrom, textTo);
      name = known == null ? string(text, textFrom, textTo) : known;
      nameValid = known != null || isName();
    } else {
      Field named = field(index);
      if (named == null) {
        return "index of a name is invalid";
      }
      name = named.name();
      nameValid = named.isNameValid();
    }
    if (!string()) {
      return "value of a field is invalid";
    }
    Field field = new Field(name, nameValid, string(text, textFrom, textTo), isValue());
    if (indexed) {
      table.add(field);
    }
    return sink.accept(field) ? null : REFUSED;
  }

  /// Returns a field of the tables (RFC 7541 §2.3.3), or null if there is no such field.
  private @Nullable Field field(int index) {
    if (index > StaticTable.LENGTH) {
      return table.get(index - StaticTable.LENGTH - 1);
    }
    return index > 0 ? StaticTable.get(index) : null;
  }

  /// Reads an integer (RFC 7541 §5.1).
  ///
  /// @return the integer, or [#INVALID] if it is incomplete or too long
  private int integer(int prefix) {
    int most = (1 << prefix) - 1;
    int value = octets[at++] & most;
    if (value < most) {
      return value;
    }
    for (int i = 0; i < MAX_OCTETS && at < end; i++) {
      int octet = octets[at++];
      value += (octet & 0x7f) << 7 * i;
      if (octet >= 0) {
        return value;
      }
    }
    return INVALID;
  }

  /// Reads a string (RFC 7541 §5.2) to [#text].
  ///
  /// @return whether the string is valid
  private boolean string() {
    if (at == end) {
      return false;
    }
    boolean encoded = octets[at] < 0;
    int length = integer(7);
    if (length < 0 || length > end - at) {
      return false;
    }
    text = octets;
    textFrom = at;
    at += length;
    textTo = at;
    if (!encoded) {
      return true;
    }
    int decoded = huffman.decode(octets, textFrom, textTo);
    text = huffman.octets();
    textFrom = 0;
    textTo = decoded;
    return decoded >= 0;
  }

  private static String string(byte[] octets, int from, int to) {
    return from == to ? "" : new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private boolean isName() {
    boolean pseudo = textFrom < textTo && text[textFrom] == ':';
    int from = pseudo ? textFrom + 1 : textFrom;
    for (int i = from; i < textTo; i++) {
      if (!HttpChars.isToken(text[i]) || text[i] >= 'A' && text[i] <= 'Z') {
        return false;
      }
    }
    return from < textTo;
  }

  private boolean isValue() {
    for (int i = textFrom; i < textTo; i++) {
      if (!HttpChars.isFieldContent(text[i])) {
        return false;
      }
    }
    return textFrom == textTo
        || !HttpChars.isBlank(text[textFrom]) && !HttpChars.isBlank(text[textTo - 1]);
  }
}
