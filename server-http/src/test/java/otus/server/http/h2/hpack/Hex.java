package otus.server.http.h2.hpack;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Octets written as hexadecimal digits, with white space anywhere between them.
public final class Hex {
  private Hex() {}

  /// Returns the octets in a heap buffer that does not begin at the start of its array.
  public static ByteBuffer buffer(String digits) {
    return buffer(octets(digits));
  }

  /// Returns the octets in a heap buffer that does not begin at the start of its array.
  public static ByteBuffer buffer(byte[] octets) {
    ByteBuffer buffer = ByteBuffer.allocate(octets.length + 3);
    buffer.position(3);
    return buffer.slice().put(octets).flip();
  }

  /// Returns the octets.
  public static byte[] octets(String digits) {
    return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
  }

  /// Returns the digits of the remaining octets, without white space.
  public static String digits(ByteBuffer buffer) {
    byte[] octets = new byte[buffer.remaining()];
    buffer.duplicate().get(octets);
    return HexFormat.of().formatHex(octets);
  }
}
