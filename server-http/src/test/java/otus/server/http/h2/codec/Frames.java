package otus.server.http.h2.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import otus.server.http.h2.hpack.Hex;

/// Frames and field blocks of a client, valid or not.
public final class Frames {
  private Frames() {}

  /// Returns a frame.
  ///
  /// @param payload hexadecimal digits and white space
  public static byte[] frame(int type, int flags, int stream, String payload) {
    return frame(type, flags, stream, Hex.octets(payload));
  }

  /// Returns a frame.
  public static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /// Concatenates frames.
  public static byte[] all(byte[]... frames) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] frame : frames) {
      all.writeBytes(frame);
    }
    return all.toByteArray();
  }

  /// Returns a block of literals that are not indexed.
  ///
  /// @param namesAndValues alternating names and values, of any ISO 8859-1 characters
  public static byte[] block(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i++) {
      if (i % 2 == 0) {
        block.write(0);
      }
      byte[] text = namesAndValues[i].getBytes(StandardCharsets.ISO_8859_1);
      int rest = text.length - 0x7f;
      block.write(Math.min(0x7f, text.length));
      for (; rest >= 0x80; rest >>= 7) {
        block.write(rest | 0x80);
      }
      if (text.length >= 0x7f) {
        block.write(rest);
      }
      block.writeBytes(text);
    }
    return block.toByteArray();
  }
}
