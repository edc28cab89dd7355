package otus.server.http.config;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Writes values in DER (ITU-T X.690), each of at most 65,535 bytes. Pure.
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;

  private Der() {}

  static byte[] id(String hex) {
    return of(OBJECT_ID, HexFormat.of().parseHex(hex));
  }

  static byte[] text(int tag, String text) {
    return of(tag, text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Encodes a value that consists of these parts.
  static byte[] of(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    value.write(tag);
    if (length < 128) {
      value.write(length);
    } else {
      value.write(0x82); // the length has two bytes
      value.write(length >> 8);
      value.write(length);
    }
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    return value.toByteArray();
  }
}
