package otus.server.http.h2.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import otus.server.api.Headers;
import otus.server.api.fields.Tokens;

/// Fuzz target: the blocks of a connection are decoded if and only if [ReferenceDecoder] decodes
/// them, to the same fields; the table stays within its limit; a valid field is one that [Headers]
/// accept, and is the same after encoding and decoding. Public for the fuzzer.
public final class HpackFuzz {
  private static final int TABLE = 200;

  private HpackFuzz() {}

  /// Runs one input: each block has its length in one octet before it. Called by the fuzzer, and by
  /// `HpackFuzzCorpusTest` for each seed.
  public static void fuzzerTestOneInput(byte[] data) {
    HpackDecoder decoder = new HpackDecoder(TABLE, new HuffmanDecoder());
    ReferenceDecoder reference = new ReferenceDecoder(TABLE);
    int at = 0;
    while (at < data.length) {
      int end = Math.min(data.length, at + 1 + (data[at] & 0xff));
      byte[] block = Arrays.copyOfRange(data, at + 1, end);
      at = end;
      List<Field> fields = new ArrayList<>();
      String error = decoder.decode(Hex.buffer(block), fields::add);
      Map.Entry<List<String>, Boolean> expected = reference.decode(block);
      assertEquals(expected.getKey(), fields.stream().map(Field::toString).toList());
      assertEquals(expected.getValue(), error == null, () -> "error: " + error);
      assertTrue(decoder.memory() <= 3 * TABLE);
      fields.forEach(HpackFuzz::check);
      if (error != null) {
        return;
      }
      comesBack(fields);
    }
  }

  private static void check(Field field) {
    String name = field.name();
    String token = name.startsWith(":") ? name.substring(1) : name;
    boolean valid =
        Tokens.isToken(token) && !token.matches(".*[A-Z].*") && Tokens.isFieldValue(field.value());
    assertEquals(valid, field.isValid(), field::toString);
  }

  private static void comesBack(List<Field> fields) {
    Headers.Builder headers = Headers.builder();
    List<Field> sent =
        fields.stream().filter(field -> field.isValid() && !field.name().startsWith(":")).toList();
    sent.forEach(field -> headers.add(field.name(), field.value()));
    List<String> received = new ArrayList<>();
    HpackDecoder decoder = new HpackDecoder(TABLE, new HuffmanDecoder());
    String error =
        decoder.decode(
            new HpackEncoder().trailers(headers.build(), true),
            field -> received.add(field.toString()));
    assertEquals(null, error);
    assertEquals(sent.stream().map(Field::toString).toList(), received);
  }
}
