package otus.server.http.h2.hpack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 7541 §5.2 and Appendix B.
class HuffmanTest {
  private final HuffmanDecoder decoder = new HuffmanDecoder();

  @Test
  void codes_are_those_of_appendix_b() throws IOException {
    List<String> lines = Resource.lines("huffman.txt");
    assertEquals(257, lines.size());
    for (String line : lines) {
      String[] columns = line.split(" ");
      int symbol = Integer.parseInt(columns[0]);
      int code = Integer.parseInt(columns[1], 16);
      int length = Integer.parseInt(columns[2]);
      assertEquals(code, HuffmanCode.code(symbol));
      assertEquals(length, HuffmanCode.length(symbol));
      assertEquals(symbol, HuffmanCode.symbol(code, length));
    }
  }

  @Test
  void each_pair_of_octets_comes_back() {
    for (int first = 0; first < 256; first++) {
      for (int second = 0; second < 256; second++) {
        comesBack(new byte[] {(byte) first, (byte) second});
      }
    }
  }

  @Test
  void random_strings_come_back() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      byte[] octets = new byte[random.nextInt(40)];
      random.nextBytes(octets);
      comesBack(octets);
    }
  }

  @Test
  void long_string_comes_back() {
    comesBack(new byte[70_000]);
    byte[] shortCodes = new byte[70_000];
    Arrays.fill(shortCodes, (byte) 'a');
    comesBack(shortCodes);
  }

  private void comesBack(byte[] octets) {
    String text = new String(octets, StandardCharsets.ISO_8859_1);
    byte[] encoded = new byte[4 * octets.length];
    int length = HuffmanCode.encode(text, encoded, 0);
    assertEquals(HuffmanCode.encodedLength(text), length);
    int decoded = decoder.decode(encoded, 0, length);
    assertArrayEquals(octets, Arrays.copyOf(decoder.octets(), decoded));
  }

  /// `0` has the code 00000, and `X` 11111100.
  @ParameterizedTest
  @CsvSource({"07, 0", "fc, X", "fcfc, XX", "'', ''"})
  void padding_is_ones_up_to_the_end_of_an_octet(String digits, String expected) {
    assertEquals(expected, decode(digits));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00", // 0, and 000
        "06", // 0, and 110
        "07ff", // 0, and 11 ones
        "ff", // 8 ones
        "fcff", // X, and 8 ones
        "ffff",
        "fffffffc", // 30 ones, which are EOS
        "ffffffff",
        "07fffffffff8", // 0, EOS
        "fffffffffffffffffffff0"
      })
  void other_padding_and_eos_are_invalid(String digits) {
    assertEquals("invalid", decode(digits));
  }

  private String decode(String digits) {
    byte[] octets = Hex.octets(digits);
    int length = decoder.decode(octets, 0, octets.length);
    return length < 0
        ? "invalid"
        : new String(decoder.octets(), 0, length, StandardCharsets.ISO_8859_1);
  }
}
