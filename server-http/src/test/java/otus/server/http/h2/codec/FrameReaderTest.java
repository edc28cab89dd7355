package otus.server.http.h2.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static otus.server.http.h2.codec.Frames.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import otus.server.http.h2.hpack.Hex;

/// RFC 9113 §4 and §6. Each table is run with the input as a whole, by single bytes, and split at
/// each offset.
class FrameReaderTest {
  private static final String SIZE = "FRAME_SIZE_ERROR: ";
  private static final String PROTOCOL = "PROTOCOL_ERROR: ";

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, 616263, DATA 1 [616263] flow 3",
    "0, 1, 1, 616263, DATA 1 [616263] flow 3 end",
    "0, 1, 7fffffff, '', DATA 2147483647 [] flow 0 end",
    "0, 0, 1, '', DATA 1 [] flow 0",
    "0, f6, 1, 61, DATA 1 [61] flow 1", // unknown flags
    "0, 8, 1, 00, DATA 1 [] flow 1",
    "0, 9, 1, 026162630000, DATA 1 [616263] flow 6 end",
    "0, 8, 1, 020000, DATA 1 [] flow 3",
    "0, 8, 1, 0400000000, DATA 1 [] flow 5",
    "0, 0, 80000001, 61, DATA 1 [61] flow 1", // the reserved bit
    "1, 4, 1, 8286, HEADERS 1 8286",
    "1, 5, 3, '', HEADERS 3  end",
    "1, c, 1, 0282860000, HEADERS 1 8286",
    "1, 24, 1, 00000000 ff 82, HEADERS 1 82",
    "1, 24, 1, 80000003 ff 82, HEADERS 1 82",
    "1, 2d, 5, 01 00000003 ff 82 00, HEADERS 5 82 end",
    "2, 0, 1, 00000003 00, Dependency[stream=1]",
    "2, 0, 2, 00000003 00, Dependency[stream=2]",
    "3, 0, 1, 00000008, 'Reset[stream=1, code=8]'",
    "3, 0, 1, ffffffff, 'Reset[stream=1, code=-1]'",
    "4, 0, 0, '', 'Settings[initialWindow=-1, headerTableSize=-1, noPriorities=-1]'",
    "4, 1, 0, '', SETTINGS_ACK",
    "6, 0, 0, 0102030405060708, Ping[opaque=72623859790382856]",
    "6, 1, 0, 0102030405060708, PingAck[opaque=72623859790382856]",
    "7, 0, 0, 80000007 00000002, 'GoAway[last=7, code=2]'",
    "7, 0, 0, 00000000 00000000 616263, 'GoAway[last=0, code=0]'",
    "8, 0, 0, 7fffffff, 'WindowUpdate[stream=0, increment=2147483647]'",
    "8, 0, 1, 80000001, 'WindowUpdate[stream=1, increment=1]'",
    "10, 0, 0, 00000003 753d31, "
        + "'PriorityUpdate[stream=3, priority=Priority[urgency=1, incremental=false]]'",
    "10, 0, 0, 80000003, "
        + "'PriorityUpdate[stream=3, priority=Priority[urgency=3, incremental=false]]'",
    "a, 0, 0, 616263, Unknown[type=10]",
    "ff, ff, 2, '', Unknown[type=255]",
  })
  void valid_frame_is_read(String type, String flags, String stream, String payload, String event) {
    byte[] first = frame(number(type), number(flags), number(stream), payload);
    byte[] ping = frame(6, 0, 0, "0000000000000000");
    check(Frames.all(first, ping), event, "Ping[opaque=0]", "left 0");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 61, PROTOCOL_ERROR: frame on stream 0 or an even stream",
    "0, 0, 2, 61, PROTOCOL_ERROR: frame on stream 0 or an even stream",
    "0, 8, 1, '', FRAME_SIZE_ERROR: padded DATA has no padding length",
    "0, 8, 1, 01, PROTOCOL_ERROR: padding is longer than DATA",
    "0, 8, 1, 0561620000, PROTOCOL_ERROR: padding is longer than DATA",
    "1, 4, 0, 82, PROTOCOL_ERROR: frame on stream 0 or an even stream",
    "1, 4, 2, 82, PROTOCOL_ERROR: frame on stream 0 or an even stream",
    "1, c, 1, '', FRAME_SIZE_ERROR: HEADERS has not all of its parts",
    "1, 24, 1, 00000000, FRAME_SIZE_ERROR: HEADERS has not all of its parts",
    "1, c, 1, 0282, PROTOCOL_ERROR: padding is longer than HEADERS",
    "1, 24, 1, 00000001 00 82, PROTOCOL_ERROR: stream depends on itself",
    "2, 0, 0, 0000000000, PROTOCOL_ERROR: PRIORITY on stream 0",
    "3, 0, 0, 00000000, PROTOCOL_ERROR: frame on stream 0 or an even stream",
    "3, 0, 1, 000000, FRAME_SIZE_ERROR: RST_STREAM has not 4 bytes",
    "3, 0, 1, 0000000000, FRAME_SIZE_ERROR: RST_STREAM has not 4 bytes",
    "4, 0, 1, '', PROTOCOL_ERROR: frame of the connection on a stream",
    "4, 0, 0, 0001000000, FRAME_SIZE_ERROR: SETTINGS has a part of a setting",
    "4, 1, 0, 000100000000, FRAME_SIZE_ERROR: SETTINGS acknowledgment is not empty",
    "4, 0, 0, 000200000002, PROTOCOL_ERROR: SETTINGS_ENABLE_PUSH is not 0 or 1",
    "4, 0, 0, 0002ffffffff, PROTOCOL_ERROR: SETTINGS_ENABLE_PUSH is not 0 or 1",
    "4, 0, 0, 000480000000, FLOW_CONTROL_ERROR: SETTINGS_INITIAL_WINDOW_SIZE is over 2^31-1",
    "4, 0, 0, 000500003fff, PROTOCOL_ERROR: SETTINGS_MAX_FRAME_SIZE is out of range",
    "4, 0, 0, 000501000000, PROTOCOL_ERROR: SETTINGS_MAX_FRAME_SIZE is out of range",
    "4, 0, 0, 0005ffffffff, PROTOCOL_ERROR: SETTINGS_MAX_FRAME_SIZE is out of range",
    "4, 0, 0, 000900000002, PROTOCOL_ERROR: SETTINGS_NO_RFC7540_PRIORITIES is not 0 or 1",
    "5, 4, 1, 0000000282, PROTOCOL_ERROR: PUSH_PROMISE from a client",
    "6, 0, 1, 0000000000000000, PROTOCOL_ERROR: frame of the connection on a stream",
    "6, 0, 0, 00000000000000, FRAME_SIZE_ERROR: PING has not 8 bytes",
    "6, 0, 0, 000000000000000000, FRAME_SIZE_ERROR: PING has not 8 bytes",
    "7, 0, 1, 0000000000000000, PROTOCOL_ERROR: frame of the connection on a stream",
    "7, 0, 0, 00000000000000, FRAME_SIZE_ERROR: GOAWAY has less than 8 bytes",
    "8, 0, 0, 00000000, PROTOCOL_ERROR: WINDOW_UPDATE has an increment of 0",
    "8, 0, 0, 80000000, PROTOCOL_ERROR: WINDOW_UPDATE has an increment of 0",
    "8, 0, 2, 00000001, PROTOCOL_ERROR: frame on stream 0 or an even stream",
    "8, 0, 1, 000001, FRAME_SIZE_ERROR: WINDOW_UPDATE has not 4 bytes",
    "9, 4, 1, 82, " + "'PROTOCOL_ERROR: field block is interrupted, or continued without a start'",
    "10, 0, 1, 00000001, PROTOCOL_ERROR: frame of the connection on a stream",
    "10, 0, 0, 000000, FRAME_SIZE_ERROR: PRIORITY_UPDATE has less than 4 bytes",
    "10, 0, 0, 00000000, PROTOCOL_ERROR: frame on stream 0 or an even stream",
    "10, 0, 0, 00000002, PROTOCOL_ERROR: frame on stream 0 or an even stream",
  })
  void connection_error_is_found(
      String type, String flags, String stream, String payload, String event) {
    byte[] first = frame(number(type), number(flags), number(stream), payload);
    check(Frames.all(first, frame(6, 0, 0, "0000000000000000")), event);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 1, 00000000, FRAME_SIZE_ERROR: PRIORITY has not 5 bytes",
    "2, 1, 000000000000, FRAME_SIZE_ERROR: PRIORITY has not 5 bytes",
    "2, 1, 0000000100, PROTOCOL_ERROR: stream depends on itself",
    "2, 2, 8000000200, PROTOCOL_ERROR: stream depends on itself",
    "8, 1, 00000000, PROTOCOL_ERROR: WINDOW_UPDATE has an increment of 0",
  })
  void stream_error_is_found_and_the_next_frame_is_read(
      int type, int stream, String payload, String error) {
    byte[] ping = frame(6, 0, 0, "0000000000000000");
    check(
        Frames.all(frame(type, 0, stream, payload), ping),
        "stream " + stream + " " + error,
        "Ping[opaque=0]",
        "left 0");
  }

  @ParameterizedTest
  @CsvSource({
    "000300000000, -1, -1, -1",
    "000300000064 000600000000 000800000002 00ff12345678, -1, -1, -1",
    "000200000001 000500004000 000500ffffff, -1, -1, -1",
    "000400000000, 0, -1, -1",
    "00047fffffff 000400000005, 5, -1, -1", // the last
    "000100000000, -1, 0, -1",
    "000100001000 000100000064 000100002000, -1, 100, -1", // the least
    "0001ffffffff, -1, 2147483647, -1",
    "000900000000 000900000001, -1, -1, 1",
  })
  void settings_are_read(String payload, int window, int table, int priorities) {
    check(
        frame(4, 0, 0, payload),
        String.format(
            "Settings[initialWindow=%d, headerTableSize=%d, noPriorities=%d]",
            window, table, priorities),
        "left 0");
  }

  @Test
  void settings_are_at_most_32() {
    String setting = "000300000001";
    assertEquals(2, Conversation.of(frame(4, 0, 0, setting.repeat(32))).size());
    check(frame(4, 0, 0, setting.repeat(33)), "ENHANCE_YOUR_CALM: SETTINGS has too many settings");
  }

  @Test
  void frame_that_is_too_large_is_refused_before_its_payload() {
    for (int type : new int[] {0, 1, 2, 4, 6, 10}) {
      byte[] header = frame(type, 0, 1, new byte[16_385]);
      assertEquals(List.of(SIZE + "frame is larger than 16384 bytes"), Conversation.of(header, 9));
    }
    List<String> events = Conversation.of(frame(0, 0, 1, new byte[16_384]));
    assertEquals(List.of("DATA 1 [" + "00".repeat(16_384) + "] flow 16384", "left 0"), events);
  }

  @Test
  void continuation_frames_are_joined() {
    check(
        Frames.all(
            frame(1, 1 | 8, 1, "01 8286 00"),
            frame(9, 0, 1, ""),
            frame(9, 4 | 1, 1, "84 41"),
            frame(1, 4, 3, "82"),
            frame(1, 0, 5, ""),
            frame(9, 4, 5, "83")),
        "HEADERS 1 82868441 end",
        "HEADERS 3 82",
        "HEADERS 5 83",
        "left 0");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 1, ''",
    "1, 4, 1, ''",
    "1, 4, 3, ''",
    "2, 0, 1, 0000000000",
    "3, 0, 1, 00000000",
    "4, 0, 0, ''",
    "6, 0, 0, 0000000000000000",
    "8, 0, 1, 00000001",
    "9, 4, 3, ''",
    "ff, 0, 0, ''"
  })
  void field_block_is_not_interrupted(String type, String flags, String stream, String payload) {
    byte[] other = frame(number(type), number(flags), number(stream), payload);
    check(
        Frames.all(frame(1, 0, 1, "82"), other),
        PROTOCOL + "field block is interrupted, or continued without a start");
  }

  @Test
  void field_block_of_several_frames_has_a_limit() {
    int most = Conversation.MAX_BLOCK;
    byte[] start = frame(1, 0, 1, new byte[most - 10]);
    byte[] fits = Frames.all(start, frame(9, 4, 1, new byte[10]));
    assertEquals(List.of("HEADERS 1 " + "00".repeat(most), "left 0"), Conversation.of(fits));
    byte[] tooLarge = Frames.all(start, frame(9, 0, 1, new byte[11]));
    assertEquals(List.of("ENHANCE_YOUR_CALM: field block is too large"), Conversation.of(tooLarge));
    byte[] single = frame(1, 4, 1, new byte[most + 1]);
    assertEquals(List.of("HEADERS 1 " + "00".repeat(most + 1), "left 0"), Conversation.of(single));
  }

  @Test
  void field_block_has_at_most_8_continuation_frames() {
    List<byte[]> frames = new ArrayList<>(List.of(frame(1, 0, 1, "")));
    IntStream.range(0, 8).forEach(_ -> frames.add(frame(9, 0, 1, "")));
    byte[] flood = Frames.all(frames.toArray(byte[][]::new));
    assertEquals(List.of("left 0"), Conversation.of(flood));
    check(
        Frames.all(flood, frame(9, 4, 1, "")),
        "ENHANCE_YOUR_CALM: field block has too many CONTINUATION frames");
  }

  @Test
  void large_data_arrives_in_parts_of_which_none_is_empty() {
    FrameReader reader = new FrameReader(100);
    byte[] octets = frame(0, 1 | 8, 1, "02 616263 0000");
    ByteBuffer bytes = Hex.buffer(octets);
    List<String> parts = new ArrayList<>();
    for (int end = 0; end <= octets.length; end++) {
      bytes.limit(end);
      if (reader.read(bytes) instanceof Frame.Data(int stream, var content, int flow, var last)) {
        parts.add(stream + " " + Hex.digits(content) + " " + flow + " " + last);
      }
      assertFalse(reader.hasBegun() && end >= 10, "it is not about DATA");
    }
    // The last part waits for the padding.
    assertEquals(List.of("1 61 4 false", "1 62 1 false", "1 63 1 true"), parts);
  }

  @Test
  void reader_knows_whether_a_frame_or_block_has_begun() {
    FrameReader reader = new FrameReader(100);
    byte[] octets = Frames.all(frame(1, 0, 1, "82"), frame(9, 4, 1, "84"), frame(0, 0, 1, "61"));
    ByteBuffer bytes = Hex.buffer(octets);
    int blockEnd = 20;
    for (int end = 0; end < blockEnd; end++) {
      bytes.limit(end);
      assertEquals(Frame.Incomplete.INCOMPLETE, reader.read(bytes));
      assertEquals(end > 0, reader.hasBegun(), () -> "at " + bytes.limit());
    }
    assertTrue(reader.memory() > 0);
    bytes.limit(octets.length);
    assertInstanceOf(Frame.Headers.class, reader.read(bytes));
    assertFalse(reader.hasBegun());
    assertInstanceOf(Frame.Data.class, reader.read(bytes));
    assertEquals(0, reader.memory());
    assertEquals(Frame.Incomplete.INCOMPLETE, reader.read(bytes));
    assertFalse(reader.hasBegun());
  }

  private static void check(byte[] octets, String... events) {
    List<String> expected = List.of(events);
    assertEquals(expected, Conversation.of(octets));
    int[] single = IntStream.rangeClosed(1, octets.length).toArray();
    assertEquals(expected, Conversation.of(octets, single));
    for (int cut = 0; cut < octets.length; cut++) {
      assertEquals(expected, Conversation.of(octets, cut, octets.length));
    }
  }

  private static int number(String digits) {
    return Integer.parseUnsignedInt(digits, 16);
  }
}
