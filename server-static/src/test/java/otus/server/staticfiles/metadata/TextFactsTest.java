package otus.server.staticfiles.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.staticfiles.metadata.TextFacts.Encoding;

class TextFactsTest {

  /// The bytes also stand before and after eight bytes of ASCII, which are read at once.
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "61, ASCII, false",
    "09 0a 0d 0c 0b 07 08 1b, ASCII, false",
    "00, ASCII, true",
    "1f, ASCII, true",
    "7f, ASCII, true",
    "c3 a9, UTF_8, false",
    "df bf, UTF_8, false",
    "e0 a0 80, UTF_8, false",
    "ed 9f bf, UTF_8, false",
    "ee 80 80, UTF_8, false",
    "ef bf bf, UTF_8, false",
    "f0 90 80 80, UTF_8, false",
    "f4 8f bf bf, UTF_8, false",
    "c3 a9 00, UTF_8, true",
    "80, OTHER, false",
    "e9, OTHER, false",
    "e9 20, OTHER, false",
    "c0 80, OTHER, false",
    "c1 bf, OTHER, false",
    "c3 28, OTHER, false",
    "e0 9f bf, OTHER, false",
    "ed a0 80, OTHER, false",
    "e2 82 28, OTHER, false",
    "f0 8f bf bf, OTHER, false",
    "f4 90 80 80, OTHER, false",
    "f5 80 80 80, OTHER, false",
    "ff fe 61 00, OTHER, false",
    "e2 82, OTHER, false",
  })
  void encoding_is_that_of_all_bytes(String bytes, Encoding encoding, boolean control) {
    for (String around : new String[] {"", "61 62 63 64 65 66 67 68", "0a 62"}) {
      ByteBuffer text = hex(around + " " + bytes + " " + around);
      TextFacts facts = TextFacts.of(text, true);
      assertEquals(encoding, facts.encoding());
      assertEquals(control, facts.control() && facts.encoding() != Encoding.OTHER);
    }
  }

  private static ByteBuffer hex(String bytes) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
  }

  @ParameterizedTest
  @CsvSource({
    "c3 a9 e2 82, UTF_8",
    "c3 a9 f0 9f 98, UTF_8",
    "c3 a9 c3, UTF_8",
    "61 e2 82, ASCII",
    "c3 a9 e2 28, OTHER",
    "c3 a9 e9 e9, OTHER",
  })
  void character_that_is_cut_at_the_end_of_a_sample_is_not_invalid(
      String bytes, Encoding encoding) {
    assertEquals(encoding, TextFacts.of(hex(bytes), false).encoding());
    assertEquals(Encoding.OTHER, TextFacts.of(hex(bytes), true).encoding());
  }

  @Test
  void byte_order_mark_counts_at_the_start_only() {
    assertEquals(Encoding.UTF_8_WITH_MARK, TextFacts.of(hex("efbbbf"), true).encoding());
    assertEquals(Encoding.UTF_8_WITH_MARK, TextFacts.of(hex("efbbbf c3a9"), true).encoding());
    assertEquals(Encoding.UTF_8, TextFacts.of(hex("61 efbbbf"), true).encoding());
    assertEquals(Encoding.EMPTY, TextFacts.of(hex(""), true).encoding());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<meta charset=utf-8>",
        "<!doctype html><html><head><meta charset=\"utf-8\">",
        "<META\nCharset = 'LATIN1' >",
        "<meta/charset=utf-8>",
        "<meta charset=utf-16>",
        "<meta charset=\" utf-8 \">",
        "<meta name=x charset=x-sjis content=y>",
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">",
        "<meta content='text/html;CHARSET = \"windows-1252\"' http-equiv=content-type>",
        "<meta content=charset=charset=koi8-r http-equiv=content-type charset=x><meta charset=l1>",
        "<!-- <meta charset=x> --><meta charset=utf-8>",
        "<!--><meta charset=utf-8>",
        "<p title='>'><meta charset=utf-8>",
        "</p a='<meta charset=x>'><meta charset=utf-8>",
        "<?php x ?><meta charset=utf-8>",
        "<x <meta charset=utf-8><meta charset=utf-8>",
        "text < 1 <meta charset=utf-8>",
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><html>",
        "<?xml version='1.0' encoding = 'UTF-8'?>",
        "<\0?\0x\0",
      })
  void declaration_is_found(String html) {
    assertTrue(declares(html));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<p>charset=utf-8",
        "<metacharset=utf-8>",
        "<meta charset>",
        "<meta charset=>",
        "<meta charset=no-such>",
        "<meta charset=\"utf-8 latin1\">",
        "<meta charset=utf-8",
        "<meta charset='utf-8>",
        "<meta charset=no-such charset=utf-8>",
        "<meta content='text/html; charset=utf-8'>",
        "<meta http-equiv=refresh content='text/html; charset=utf-8'>",
        "<meta http-equiv=content-type content='text/html; charset=\"utf-8'>",
        "<meta http-equiv=content-type content='text/html; charset utf-8'>",
        "<meta http-equiv=content-type content='charset='>",
        "<!-- <meta charset=utf-8> -->",
        "<!-- <meta charset=utf-8>",
        "<p title='<meta charset=utf-8>'>",
        "<x <meta charset=utf-8>",
        "<!<meta charset=utf-8>",
        "<?<meta charset=utf-8>",
        " <?xml version='1.0' encoding='utf-8'?>",
        "<?xml version='1.0' encoding='utf-8'",
        "<?xml version='1.0' encoding=utf-8?>",
        "<?xml version='1.0' encoding='utf-8 '?>",
        "<?xml version='1.0'?>",
      })
  void other_text_is_no_declaration(String html) {
    assertFalse(declares(html));
  }

  /// Only pages with other characters than ASCII are searched.
  private static boolean declares(String html) {
    return TextFacts.of(utf8(html + "\n\u00e9"), true).declared();
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void declaration_counts_if_it_ends_within_1024_bytes() {
    String meta = "<meta charset=utf-8>";
    assertTrue(declares(" ".repeat(1024 - meta.length()) + meta));
    assertFalse(declares(" ".repeat(1025 - meta.length()) + meta));
  }
}
