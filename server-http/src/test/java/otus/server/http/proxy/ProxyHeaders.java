package otus.server.http.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Headers of version 2 of the PROXY protocol, as a proxy writes them.
public final class ProxyHeaders {
  public static final int LOCAL = 0x20;
  public static final int PROXY = 0x21;
  public static final int TCP4 = 0x11;
  public static final int TCP6 = 0x21;
  public static final int UNIX = 0x31;

  private ProxyHeaders() {}

  /// Returns a header.
  public static byte[] binary(int command, int family, byte[]... parts) {
    byte[] rest = join(parts);
    ByteBuffer head = ByteBuffer.allocate(16 + rest.length);
    head.put("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
    head.put((byte) command).put((byte) family).putShort((short) rest.length).put(rest);
    return head.array();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /// Returns the addresses 192.0.2.7:4711 and 198.51.100.1:443.
  public static byte[] version4() {
    return new byte[] {(byte) 192, 0, 2, 7, (byte) 198, 51, 100, 1, 0x12, 0x67, 1, (byte) 0xbb};
  }

  /// Returns the addresses `[2001:db8::7]:4711` and `[2001:db8::1]:443`.
  public static byte[] version6() {
    ByteBuffer addresses = ByteBuffer.allocate(36);
    addresses.putLong(0x20010db800000000L).putLong(7).putLong(0x20010db800000000L).putLong(1);
    return addresses.putShort((short) 4711).putShort((short) 443).array();
  }

  /// Returns the paths of two Unix sockets.
  public static byte[] unix(String source) {
    byte[] paths = new byte[216];
    byte[] path = source.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(path, 0, paths, 0, path.length);
    return paths;
  }

  public static byte[] tlv(int type, byte... value) {
    ByteBuffer tlv = ByteBuffer.allocate(3 + value.length);
    return tlv.put((byte) type).putShort((short) value.length).put(value).array();
  }

  /// Returns a TLV about the TLS of a client.
  public static byte[] tls(int client) {
    return tlv(0x20, (byte) client, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
  }

  /// Returns a header for IPv4 whose last TLV is its checksum.
  public static byte[] withChecksum() {
    byte[] header = binary(PROXY, TCP4, version4(), tlv(3, new byte[4]));
    CRC32C sum = new CRC32C();
    sum.update(header);
    ByteBuffer.wrap(header).putInt(header.length - 4, (int) sum.getValue());
    return header;
  }
}
