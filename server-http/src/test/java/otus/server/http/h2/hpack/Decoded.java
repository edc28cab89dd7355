package otus.server.http.h2.hpack;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// The result of decoding a block.
///
/// @param fields the fields as `name: value`, those that are not valid with `!` before the name
/// @param error the error, or an empty text
record Decoded(List<String> fields, String error) {

  static Decoded of(HpackDecoder decoder, String digits) {
    return of(decoder, Hex.buffer(digits));
  }

  static Decoded of(HpackDecoder decoder, ByteBuffer block) {
    List<String> fields = new ArrayList<>();
    String error = decoder.decode(block, field -> fields.add((field.isValid() ? "" : "!") + field));
    return new Decoded(fields, error == null ? "" : error);
  }

  static Decoded valid(String... fields) {
    return new Decoded(List.of(fields), "");
  }
}
