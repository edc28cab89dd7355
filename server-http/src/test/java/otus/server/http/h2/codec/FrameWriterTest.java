package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.http.h2.hpack.Hex;

/// RFC 9113 §6, byte for byte.
class FrameWriterTest {

  @Test
  void control_frames() {
    written(
        "000018 04 00 00000000 000300000064 000400010000 000600008000 000900000001",
        FrameWriter.SETTINGS_SIZE,
        out -> FrameWriter.settings(out, 100, 65_536, 32_768));
    written("000000 04 01 00000000", 9, FrameWriter::settingsAck);
    written("000008 06 00 00000000 0000000000000005", 17, out -> FrameWriter.ping(out, 5));
    written("000008 06 01 00000000 fffffffffffffffe", 17, out -> FrameWriter.pingAck(out, -2));
    written(
        "000004 03 00 00000007 0000000b",
        13,
        out -> FrameWriter.reset(out, 7, ErrorCode.ENHANCE_YOUR_CALM));
    written("000004 08 00 00000000 7fffffff", 13, out -> windowUpdate(out, 0, Integer.MAX_VALUE));
    written("000004 08 00 00000003 00000001", 13, out -> windowUpdate(out, 3, 1));
    written(
        "00000b 07 00 00000000 7fffffff 00000000 616263",
        FrameWriter.GOAWAY_SIZE + 3,
        out -> FrameWriter.goAway(out, Integer.MAX_VALUE, ErrorCode.NO_ERROR, "abc"));
  }

  private static void windowUpdate(ByteBuffer out, int stream, int increment) {
    FrameWriter.windowUpdate(out, stream, increment);
  }

  @Test
  void data_has_a_header_before_its_content() {
    written("004000 00 00 00000001", 9, out -> FrameWriter.data(out, 1, 16_384, false));
    written("000000 00 01 00000003", 9, out -> FrameWriter.data(out, 3, 0, true));
  }

  @ParameterizedTest
  @CsvSource({
    "0, '000000 01 04 00000005'",
    "16384, '004000 01 04 00000005 *'",
    "16385, '004000 01 00 00000005 * 000001 09 04 00000005 00'",
    "32768, '004000 01 00 00000005 * 004000 09 04 00000005 *'",
    "32769, '004000 01 00 00000005 * 004000 09 00 00000005 * 000001 09 04 00000005 00'"
  })
  void large_block_continues(int length, String expected) {
    String digits = expected.replace("*", "00".repeat(16_384));
    ByteBuffer block = ByteBuffer.allocate(length);
    written(
        digits, FrameWriter.headersSize(length), out -> FrameWriter.headers(out, 5, block, false));
    assertEquals(0, block.remaining());
    String ends = digits.replaceFirst("(01 0)([04])", "$1" + (length > 16_384 ? "1" : "5"));
    written(
        ends,
        FrameWriter.headersSize(length),
        out -> FrameWriter.headers(out, 5, block.rewind(), true));
  }

  @Test
  void error_codes_have_the_numbers_of_the_registry() {
    assertEquals(0, ErrorCode.NO_ERROR.value());
    assertEquals(2, ErrorCode.INTERNAL_ERROR.value());
    assertEquals(9, ErrorCode.COMPRESSION_ERROR.value());
    assertEquals(13, ErrorCode.HTTP_1_1_REQUIRED.value());
    assertEquals("flow-control-error", ErrorCode.describe(3));
    assertEquals("14", ErrorCode.describe(14));
    assertEquals("4294967295", ErrorCode.describe(-1));
  }

  /// Asserts that the frames have the size for which there must be room.
  private static void written(String digits, int size, Consumer<ByteBuffer> write) {
    ByteBuffer out = ByteBuffer.allocateDirect(size);
    write.accept(out);
    assertEquals(0, out.remaining());
    assertEquals(digits.replace(" ", ""), Hex.digits(out.flip()));
  }
}
