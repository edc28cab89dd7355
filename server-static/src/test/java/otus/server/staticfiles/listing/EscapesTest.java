package otus.server.staticfiles.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import otus.server.api.fields.PercentEncoding;

class EscapesTest {

  static Arguments[] texts() {
    return new Arguments[] {
      row("", "", "", "\"\""),
      row("a.txt", "a.txt", "a.txt", "\"a.txt\""),
      row("-._~", "-._~", "-._~", "\"-._~\""),
      row("a b", "a b", "a%20b", "\"a b\""),
      row(" a ", "\u2423a\u2423", "%20a%20", "\" a \""),
      row(" ", "\u2423", "%20", "\" \""),
      row("a:b", "a:b", "a%3Ab", "\"a:b\""),
      row("//host/x", "//host/x", "%2F%2Fhost%2Fx", "\"//host/x\""),
      row("?q=1#f", "?q=1#f", "%3Fq%3D1%23f", "\"?q=1#f\""),
      row("100%", "100%", "100%25", "\"100%\""),
      row("%2e", "%2e", "%252e", "\"%2e\""),
      row("a+b", "a+b", "a%2Bb", "\"a+b\""),
      row("\\", "\\", "%5C", "\"\\\\\""),
      row("\"'", "&quot;&#39;", "%22%27", "\"\\\"'\""),
      row("&lt;", "&amp;lt;", "%26lt%3B", "\"&lt;\""),
      row("<script>", "&lt;script&gt;", "%3Cscript%3E", "\"<script>\""),
      row("a\nb", "a[U+000A]b", "a%0Ab", "\"a\\u000Ab\""),
      row("\t", "[U+0009]", "%09", "\"\\u0009\""),
      row("\u001b[1m", "[U+001B][1m", "%1B%5B1m", "\"\\u001B[1m\""),
      row("\u007f\u0085", "[U+007F][U+0085]", "%7F%C2%85", "\"\u007f\u0085\""),
      row("a\u202eb", "a[U+202E]b", "a%E2%80%AEb", "\"a\u202eb\""),
      row("\u2066a\u2069", "[U+2066]a[U+2069]", "%E2%81%A6a%E2%81%A9", "\"\u2066a\u2069\""),
      row("\u2028", "[U+2028]", "%E2%80%A8", "\"\u2028\""),
      row("\u200b\ufeff", "[U+200B][U+FEFF]", "%E2%80%8B%EF%BB%BF", "\"\u200b\ufeff\""),
      row("a\u200db", "a\u200db", "a%E2%80%8Db", "\"a\u200db\""),
      row("\u00fc", "\u00fc", "%C3%BC", "\"\u00fc\""),
      row("\ud83d\ude00", "\ud83d\ude00", "%F0%9F%98%80", "\"\ud83d\ude00\""),
    };
  }

  private static Arguments row(String text, String html, String url, String json) {
    return Arguments.of(text, html, url, json);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void escaped_text_stays_the_same_text(String text, String html, String url, String json) {
    StringBuilder inHtml = new StringBuilder();
    Escapes.html(inHtml, text);
    assertEquals(html, inHtml.toString());
    assertEquals(url, PercentEncoding.component(text));
    StringBuilder inJson = new StringBuilder();
    Escapes.json(inJson, text);
    assertEquals(json, inJson.toString());
  }

  static Arguments[] halves() {
    return new Arguments[] {
      Arguments.of("\ud83d", "\"\\uD83D\""),
      Arguments.of("\ude00", "\"\\uDE00\""),
      Arguments.of("a\ud83db", "\"a\\uD83Db\""),
      Arguments.of("\ude00\ud83d", "\"\\uDE00\\uD83D\""),
      Arguments.of("\ud83d\ud83d\ude00", "\"\\uD83D\ud83d\ude00\""),
    };
  }

  @ParameterizedTest
  @MethodSource("halves")
  void lone_surrogate_is_escaped_in_json(String text, String json) {
    StringBuilder escaped = new StringBuilder();
    Escapes.json(escaped, text);
    assertEquals(json, escaped.toString());
  }
}
