package otus.server.http.h2.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes frames (RFC 9113 §6) into buffers with enough room. Pure.
///
/// No payload is larger than 16,384 bytes, which each client accepts (§4.2), so the settings of the
/// client do not matter.
public final class FrameWriter {
  /// The length of the header of a frame in bytes.
  public static final int HEADER_LENGTH = FrameReader.HEADER_LENGTH;

  /// The maximum size of a payload in bytes.
  public static final int MAX_SIZE = FrameReader.MAX_SIZE;

  /// The size of the frames [#reset], [#windowUpdate], [#settingsAck] and [#pingAck] at most.
  public static final int CONTROL_SIZE = HEADER_LENGTH + 8;

  /// The size of [#settings] with all of its settings.
  public static final int SETTINGS_SIZE = HEADER_LENGTH + 4 * FrameRules.SETTING_LENGTH;

  /// The size of [#goAway] without the reason.
  public static final int GOAWAY_SIZE = HEADER_LENGTH + 8;

  private FrameWriter() {}

  /// Writes the header of a DATA frame; the content follows it.
  ///
  /// @param length the length of the content in bytes, up to [#MAX_SIZE]
  /// @param end whether the stream ends with the frame
  public static void data(ByteBuffer out, int stream, int length, boolean end) {
    header(out, length, FrameRules.DATA, end ? FrameRules.END_STREAM : 0, stream);
  }

  /// Returns the size of the frames that [#headers] writes.
  ///
  /// @param block the length of the field block in bytes
  public static int headersSize(int block) {
    int frames = Math.max(1, (block + MAX_SIZE - 1) / MAX_SIZE);
    return block + frames * HEADER_LENGTH;
  }

  /// Writes a field block as a HEADERS frame, followed by CONTINUATION frames if it is large.
  ///
  /// @param block the complete block, which is consumed
  /// @param end whether the stream ends with the block
  public static void headers(ByteBuffer out, int stream, ByteBuffer block, boolean end) {
    int type = FrameRules.HEADERS;
    int flags = end ? FrameRules.END_STREAM : 0;
    while (block.remaining() > MAX_SIZE) {
      header(out, MAX_SIZE, type, flags, stream);
      out.put(block.slice(block.position(), MAX_SIZE));
      block.position(block.position() + MAX_SIZE);
      type = FrameRules.CONTINUATION;
      flags = 0;
    }
    header(out, block.remaining(), type, flags | FrameRules.END_HEADERS, stream);
    out.put(block);
  }

  /// Writes the settings of this server: no RFC 7540 priorities, and these limits.
  ///
  /// @param maxStreams the maximum number of concurrent streams
  /// @param initialWindow the initial size of the window of a stream in bytes
  /// @param maxHeaderListSize the maximum size of the fields of a request in bytes
  public static void settings(
      ByteBuffer out, int maxStreams, int initialWindow, int maxHeaderListSize) {
    header(out, 4 * FrameRules.SETTING_LENGTH, FrameRules.SETTINGS, 0, 0);
    setting(out, PeerSettings.MAX_CONCURRENT_STREAMS, maxStreams);
    setting(out, PeerSettings.INITIAL_WINDOW_SIZE, initialWindow);
    setting(out, PeerSettings.MAX_HEADER_LIST_SIZE, maxHeaderListSize);
    setting(out, PeerSettings.NO_RFC7540_PRIORITIES, 1);
  }

  private static void setting(ByteBuffer out, int setting, int value) {
    out.putShort((short) setting).putInt(value);
  }

  /// Writes the acknowledgment of the client's settings.
  public static void settingsAck(ByteBuffer out) {
    header(out, 0, FrameRules.SETTINGS, FrameRules.ACK, 0);
  }

  /// Writes a PING frame.
  public static void ping(ByteBuffer out, long opaque) {
    header(out, 8, FrameRules.PING, 0, 0);
    out.putLong(opaque);
  }

  /// Writes the acknowledgment of a PING frame.
  public static void pingAck(ByteBuffer out, long opaque) {
    header(out, 8, FrameRules.PING, FrameRules.ACK, 0);
    out.putLong(opaque);
  }

  /// Writes a GOAWAY frame.
  ///
  /// @param last the highest identifier of a stream that is processed
  /// @param reason a text for those who look at the connection; ASCII, may be empty
  public static void goAway(ByteBuffer out, int last, ErrorCode code, String reason) {
    header(out, 8 + reason.length(), FrameRules.GOAWAY, 0, 0);
    out.putInt(last).putInt(code.value());
    out.put(reason.getBytes(StandardCharsets.US_ASCII));
  }

  /// Writes a RST_STREAM frame.
  public static void reset(ByteBuffer out, int stream, ErrorCode code) {
    header(out, 4, FrameRules.RST_STREAM, 0, stream);
    out.putInt(code.value());
  }

  /// Writes a WINDOW_UPDATE frame.
  ///
  /// @param stream the identifier of a stream, or 0 for the connection
  /// @param increment at least 1
  public static void windowUpdate(ByteBuffer out, int stream, int increment) {
    header(out, 4, FrameRules.WINDOW_UPDATE, 0, stream);
    out.putInt(increment);
  }

  private static void header(ByteBuffer out, int length, int type, int flags, int stream) {
    out.putInt(length << 8 | type).put((byte) flags).putInt(stream);
  }
}
