package otus.server.http.h1.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import otus.server.api.Headers;
import otus.server.http.syntax.Violation;

/// RFC 9112 §7.1: `chunk-size [ chunk-ext ] CRLF chunk-data CRLF`, a last chunk, trailers, CRLF.
class ChunkedDecoderTest {
  private static final String END = "0\r\n\r\n";

  @Test
  void chunks_are_concatenated() {
    decodes(END, "");
    decodes("1\r\na\r\n" + END, "a");
    decodes("5\r\nhello\r\n1\r\n \r\n5\r\nworld\r\n" + END, "hello world");
    decodes("2\r\n\r\n\r\n" + END, "\r\n");
    decodes("5\r\n0\r\n\r\n\r\n" + END, "0\r\n\r\n");
    decodes("a\r\n0123456789\r\n" + END, "0123456789");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "A", "0a", "0A", "00000000000000a", "0000000A", "a;x", "A;", "a;x=y;z=\"w\""})
  void size_is_hexadecimal_in_either_case(String line) {
    decodes(line + "\r\n0123456789\r\n" + END, "0123456789");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "00", "000000000000000", "0;x", "0;x=y"})
  void last_chunk_has_zeros_only(String line) {
    decodes("1\r\na\r\n" + line + "\r\n\r\n", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "g",
        "x",
        " 1",
        "\t1",
        "1 ",
        "1\t",
        "+1",
        "-1",
        "0x1",
        "0X1",
        "1h",
        "1g",
        "1_0",
        "1.0",
        "1,1",
        "1 1",
        "1:",
        "1=",
        "1\0",
        "\u00001",
        "1\r",
        "\r1",
        "1\u000b",
        "1x;y",
        "1 x;y",
        "1\"",
        "\u00b9",
        "\u0661",
        "1\u00a0",
        "\u00a01",
        "\u00851",
        ";x",
        ";",
        "{1}",
        "0000000000000001",
        "0000000000000000",
        "1000000000000000",
        "7fffffffffffffff",
        "8000000000000000",
        "ffffffffffffffff",
        "10000000000000001",
        "100000000000000000000000000000001",
      })
  void invalid_size_is_refused(String line) {
    refused(Violation.BAD_CHUNK, line + "\r\na\r\n" + END, "");
    refused(Violation.BAD_CHUNK, "1\r\nb\r\n" + line + "\r\na\r\n" + END, "b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";",
        ";x",
        ";x=y",
        "; x",
        " ;x",
        "\t;\tx = y",
        ";x=\"a b;c\"",
        ";x=\"\\\"\"",
        ";x;y;z",
        ";\u00fc",
        ";0\t",
        ";;;",
        ";a=b\t;c",
      })
  void extensions_are_ignored(String extension) {
    decodes("1" + extension + "\r\na\r\n0" + extension + "\r\n\r\n", "a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ";\0",
        ";x\r",
        ";x\ry",
        ";\u007f",
        ";x=\"\u0001\"",
        ";\u001b",
        ";\u000b",
        ";x=\"\r\"",
        ";x\n",
        ";x\ny",
        "\n",
        ";\n",
      })
  void controls_in_extensions_are_refused(String extension) {
    refused(Violation.BAD_CHUNK, "1" + extension + "\r\na\r\n" + END, "");
    refused(Violation.BAD_CHUNK, "0" + extension + "\r\n\r\n", "");
  }

  @Test
  void size_line_has_at_most_1024_bytes() {
    String maxLength = "1;" + "x".repeat(1020);
    decodes(maxLength + "\r\na\r\n" + END, "a");
    refused(Violation.BAD_CHUNK, maxLength + "x\r\na\r\n" + END, "");
    refused(Violation.BAD_CHUNK, maxLength + "xx", "");
    unfinished(maxLength + "x", "");
  }

  @Test
  void extensions_have_at_most_16_KiB_in_all() {
    String chunk = "1;" + "x".repeat(511) + "\r\na\r\n"; // 512 bytes of extension
    decodeOnce(chunk.repeat(32) + END, "a".repeat(32), new BodyDecoder.End(Headers.empty()));
    decodeOnce(
        chunk.repeat(32) + "1;\r\na\r\n" + END, "a".repeat(32), new Refused(Violation.BAD_CHUNK));
    decodeOnce(chunk.repeat(32) + "0\r\nA:\r\n", "a".repeat(32), new Refused(Violation.BAD_CHUNK));
  }

  /// Decodes a long body in fewer splits.
  private static void decodeOnce(String octets, String text, BodyDecoder.Event last) {
    for (int[] ends : new int[][] {{octets.length()}, Splits.bytes(octets.length())}) {
      var decoded = BodyAssertions.feed(new ChunkedDecoder(100), Splits.octets(octets), 0, ends);
      assertEquals(last, decoded.last());
      assertEquals(text, decoded.text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x",
        "xx",
        "\n",
        "\n\r\n",
        "\r\r\n",
        "\rx",
        " \r\n",
        "x\r\n",
        "0\r\n\r\n",
        "1\r\nb\r\n",
        "\0\r\n",
        "\r0",
        "GET",
      })
  void data_is_followed_by_crlf_at_once(String instead) {
    refused(Violation.BAD_CHUNK, "1\r\na" + instead, "a");
    refused(Violation.BAD_CHUNK, "2\r\n\r\n" + instead, "\r\n");
  }

  @Test
  void incomplete_body_needs_more() {
    String all = "1;x\r\na\r\n0a\r\n0123456789\r\n0\r\nA: b\r\n\r\n";
    for (int length = 0; length < all.length(); length++) {
      String text = length < 6 ? "" : "a";
      int ofSecond = Math.clamp(length - "1;x\r\na\r\n0a\r\n".length(), 0, 10);
      unfinished(all.substring(0, length), text + "0123456789".substring(0, ofSecond));
    }
  }

  @Test
  void limit_applies_to_all_chunks_together() {
    String chunk = "19\r\n" + "x".repeat(25) + "\r\n";
    decodes(chunk.repeat(4) + END, "x".repeat(100));
    refused(Violation.CONTENT_TOO_LARGE, chunk.repeat(4) + "1\r\n", "x".repeat(100));
    refused(Violation.CONTENT_TOO_LARGE, "65\r\n", "");
    refused(Violation.CONTENT_TOO_LARGE, "000000000000065;x\r\n", "");
    refused(Violation.CONTENT_TOO_LARGE, "100000000\r\n", "");
    refused(Violation.CONTENT_TOO_LARGE, "fffffffffffffff\r\n", "");
    decodes("64\r\n" + "x".repeat(100) + "\r\n" + END, "x".repeat(100));
    BodyAssertions.decodes(() -> new ChunkedDecoder(0), END, "");
    BodyAssertions.refused(() -> new ChunkedDecoder(0), Violation.CONTENT_TOO_LARGE, "1\r\n", "");
  }

  @Test
  void chunk_may_exceed_an_int() {
    ChunkedDecoder decoder = new ChunkedDecoder(Long.MAX_VALUE);
    ByteBuffer in = Splits.part(Splits.octets("fffffffffffffff\r\nabc"), 0, 20);
    assertEquals(
        3, assertInstanceOf(BodyDecoder.Data.class, decoder.decode(in)).bytes().remaining());
    assertEquals(BodyDecoder.More.MORE, decoder.decode(in));
    assertEquals(Long.MAX_VALUE, decoder.outstanding());
  }

  @Test
  void trailers_are_in_the_end_event() {
    decodes("1\r\na\r\n0\r\nA: b\r\n\r\n", "a", Headers.of("A", "b"));
    decodes("0\r\nA:b \r\na:\t c\r\nB:\r\n\r\n", "", Headers.of("A", "b", "a", "c", "B", ""));
  }

  /// RFC 9110 §6.5.1: trailers that affect framing, routing and the like are ignored.
  @Test
  void trailers_needed_before_the_body_are_ignored() {
    decodes("0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", "", Headers.empty());
    decodes(
        "1\r\na\r\n0\r\nA: b\r\nAUTHORIZATION: x\r\nhost: h\r\nC: d\r\n\r\n",
        "a",
        Headers.of("A", "b", "C", "d"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no colon    | SPACE_BEFORE_COLON
          nocolon     | BAD_HEADER
          : v         | BAD_HEADER
          A : b       | SPACE_BEFORE_COLON
          ' folded'   | FOLDED_HEADER
          '\t'        | FOLDED_HEADER
          'A: \0'     | BAD_HEADER
          'A: \u007f' | BAD_HEADER
          0           | BAD_HEADER
          GET / HTTP/1.1 | SPACE_BEFORE_COLON
          """)
  void malformed_trailer_is_refused(String line, Violation expected) {
    refused(expected, "0\r\n" + line + "\r\n\r\n", "");
    refused(expected, "1\r\na\r\n0\r\nA: b\r\n" + line + "\r\n\r\n", "a");
  }

  @Test
  void trailer_lines_end_with_crlf() {
    refused(Violation.BAD_CHUNK, "0\r\nA: b\n\r\n", "");
    refused(Violation.BAD_CHUNK, "0\r\nA: b\r\n\n", "");
    refused(Violation.BAD_CHUNK, "0\n\r\n", "");
    refused(Violation.BAD_CHUNK, "0\r\n\n", "");
    refused(Violation.BAD_LINE_END, "0\r\nA: b\rC: d\r\n\r\n", "");
    refused(Violation.BAD_HEADER, "0\r\n\r\r\n", "");
  }

  @Test
  void trailers_are_at_most_32_of_1024_bytes_and_16_KiB_in_all() {
    Headers.Builder max = Headers.builder();
    for (int i = 0; i < 32; i++) {
      max.add("A", "");
    }
    decodes("0\r\n" + "A:\r\n".repeat(32) + "\r\n", "", max.build());
    refused(Violation.BAD_CHUNK, "0\r\n" + "A:\r\n".repeat(33), "");
    String value = "x".repeat(1020);
    decodes("0\r\nA:" + value + "\r\n\r\n", "", Headers.of("A", value));
    refused(Violation.BAD_CHUNK, "0\r\nA:" + value + "x\r\n\r\n", "");
    String line = "A:" + "x".repeat(510) + "\r\n";
    decodeOnce("0\r\n" + line.repeat(32) + "\r\n", "", end(32, "x".repeat(510)));
    decodeOnce(
        "0\r\n" + line.repeat(31) + "A:" + "x".repeat(511) + "\r\n",
        "",
        new Refused(Violation.BAD_CHUNK));
  }

  private static BodyDecoder.Event end(int count, String value) {
    Headers.Builder trailers = Headers.builder();
    for (int i = 0; i < count; i++) {
      trailers.add("A", value);
    }
    return new BodyDecoder.End(trailers.build());
  }

  private static void decodes(String octets, String text) {
    BodyAssertions.decodes(() -> new ChunkedDecoder(100), octets, text);
  }

  private static void decodes(String octets, String text, Headers trailers) {
    BodyAssertions.decodes(() -> new ChunkedDecoder(100), octets, text, trailers);
  }

  private static void refused(Violation expected, String octets, String text) {
    BodyAssertions.refused(() -> new ChunkedDecoder(100), expected, octets, text);
  }

  private static void unfinished(String octets, String text) {
    BodyAssertions.unfinished(() -> new ChunkedDecoder(100), octets, text);
  }
}
