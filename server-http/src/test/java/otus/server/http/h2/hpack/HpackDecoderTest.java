package otus.server.http.h2.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Rules of RFC 7541 that its examples do not show.
class HpackDecoderTest {
  private final HpackDecoder decoder = new HpackDecoder(4096, new HuffmanDecoder());

  @ParameterizedTest
  @CsvSource({
    "80, index of a field is invalid", // §6.1: 0
    "be, index of a field is invalid", // 62, and the table is empty
    "ff, index of a field is invalid", // incomplete
    "ffffffff0f, index of a field is invalid",
    "ff8080808000, index of a field is invalid", // five octets
    "ff80808080, index of a field is invalid",
    "7e0161, index of a name is invalid",
    "7f, index of a name is invalid",
    "0f, index of a name is invalid",
    "40, name of a field is invalid",
    "4001, name of a field is invalid",
    "4081ff, name of a field is invalid", // the padding
    "400161, value of a field is invalid",
    "40016102 61, value of a field is invalid",
    "400161 82ffff, value of a field is invalid",
    "4001617f8080808000, value of a field is invalid", // an endless length
    "4001617fffffffff7f, value of a field is invalid",
    "3fe21f, size update is over the maximum", // 4097
    "3fffffffff7f, size update is over the maximum",
    "8220, size update after the first field", // §4.2
    "20823fe11f, size update after the first field",
    "202020, block has more than two size updates",
  })
  void invalid_block_is_an_error(String digits, String error) {
    assertEquals(error, Decoded.of(decoder, digits).error());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "20", "3fe11f", "203fe11f", "3f808000"})
  void size_updates_up_to_the_maximum_are_valid(String digits) {
    assertEquals(Decoded.valid(":method: GET"), Decoded.of(decoder, digits + "82"));
  }

  @Test
  void size_update_evicts() {
    Decoded.of(decoder, "400161 0162 400163 0164"); // 2 fields of 34 bytes
    assertEquals(Decoded.valid("c: d", "a: b"), Decoded.of(decoder, "be bf"));
    assertEquals(Decoded.valid("c: d"), Decoded.of(decoder, "3f24 be")); // 67
    assertEquals("index of a field is invalid", Decoded.of(decoder, "3fe11f bf").error());
    assertEquals("index of a field is invalid", Decoded.of(decoder, "20 3fe11f be").error());
  }

  @Test
  void field_that_is_larger_than_the_table_empties_it() {
    HpackDecoder small = new HpackDecoder(40, new HuffmanDecoder());
    assertEquals(Decoded.valid("a: b", "a: b"), Decoded.of(small, "400161 0162 be"));
    assertEquals(
        Decoded.valid("aaaaa: bbbb"), Decoded.of(small, "40056161616161 0462626262")); // 41
    assertEquals("index of a field is invalid", Decoded.of(small, "be").error());
    assertEquals(0, small.memory());
  }

  /// RFC 7541 §4.4: the name may be that of a field that is evicted.
  @Test
  void name_may_refer_to_the_field_that_is_evicted() {
    HpackDecoder small = new HpackDecoder(40, new HuffmanDecoder());
    Decoded.of(small, "400161 0162");
    assertEquals(Decoded.valid("a: c", "a: c"), Decoded.of(small, "7e0163 be"));
  }

  @Test
  void table_holds_up_to_128_fields_and_keeps_their_order() {
    for (int i = 0; i < 1000; i++) {
      String digits = String.format("4000 02 %02x%02x", 0x30 + i / 10 % 10, 0x30 + i % 10);
      assertEquals("", Decoded.of(decoder, digits).error());
      for (int back = 0; back <= Math.min(i, 119); back++) { // 34 bytes each
        String value = String.format("%02d", (i - back) % 100);
        int index = StaticTable.LENGTH + 1 + back;
        String reference =
            index < 127 ? Integer.toHexString(0x80 | index) : String.format("ff%02x", index - 127);
        assertEquals(List.of("!: " + value), Decoded.of(decoder, reference).fields());
      }
    }
    assertEquals("index of a field is invalid", Decoded.of(decoder, "ff37").error()); // 182
  }

  @ParameterizedTest
  @CsvSource({
    "400161 0162, a: b",
    "400161 00, 'a: '",
    "40023a61 00, ':a: '",
    "400141 0162, !A: b",
    "4000 0162, '!: b'",
    "40013a 00, '!:: '",
    "40023a41 00, '!:A: '",
    "40036120 62 00, '!a b: '",
    "4003613a62 00, '!a:b: '",
    "4001e4 00, '!ä: '",
    "400161 0120, '!a:  '",
    "400161 022062, '!a:  b'",
    "400161 026209, '!a: b\t'",
    "400161 03622062, a: b b",
    "400161 03620962, a: b\tb",
    "400161 03620062, '!a: b\0b'",
    "400161 03620a62, '!a: b\nb'",
    "400161 03620d62, '!a: b\rb'",
    "400161 03621b62, '!a: b\u001bb'",
    "400161 03627f62, '!a: b\u007fb'",
    "400161 01ff, a: ÿ",
    "400161 83ffffea, '!a: \t'" // in the Huffman code
  })
  void validity_of_a_field_is_known(String digits, String field) {
    assertEquals(List.of(field), Decoded.of(decoder, digits).fields());
    assertEquals(List.of(field), Decoded.of(decoder, "be").fields(), "from the table");
    String name = field.substring(0, field.indexOf(": ") + 2);
    boolean nameValid = !name.startsWith("!") || name.matches("!:?[a-z]: ");
    assertEquals(
        List.of((nameValid ? name.replace("!", "") : name) + "c"),
        Decoded.of(decoder, "7e0163").fields());
  }

  @Test
  void common_names_and_fields_of_tables_are_shared() {
    List<Field> fields = new ArrayList<>();
    String digits = "82 400e 7365632d66657463682d73697465 0161 be 0f2f 0162";
    decoder.decode(Hex.buffer(digits), fields::add);
    new HpackDecoder(4096, new HuffmanDecoder()).decode(Hex.buffer(digits), fields::add);
    assertEquals("sec-fetch-site", fields.get(1).name());
    assertSame(fields.get(0), fields.get(4));
    assertSame(fields.get(1), fields.get(2));
    assertSame(fields.get(1).name(), fields.get(3).name());
    assertSame(fields.get(1).name(), fields.get(5).name());
  }

  @Test
  void sink_can_refuse_the_rest() {
    List<Field> fields = new ArrayList<>();
    String error =
        decoder.decode(Hex.buffer("828684"), field -> fields.add(field) && fields.size() < 2);
    assertEquals(HpackDecoder.REFUSED, error);
    assertEquals(2, fields.size());
  }

  @Test
  void block_is_consumed_and_the_octets_around_it_are_not_read() {
    var block = Hex.buffer("40 82 86 84");
    block.position(1).limit(3);
    assertEquals(Decoded.valid(":method: GET", ":scheme: http"), Decoded.of(decoder, block));
    assertEquals(3, block.position());
  }
}
