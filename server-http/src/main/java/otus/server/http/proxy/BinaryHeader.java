package otus.server.http.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Version 2 of the PROXY protocol (§2.2). Pure.
///
/// ```text
/// 0                        12           13             14       16
/// +------------------------+------------+--------------+--------+-----------+------+
/// | signature              | version=2, | family,      | length | addresses | TLVs |
/// |                        | command    | transport    |        |           |      |
/// +------------------------+------------+--------------+--------+-----------+------+
///                                                               |<--- length ----->|
/// addresses: source, target, source port, target port: 12 bytes (IPv4), 36 (IPv6), 216 (Unix)
/// TLV:       type (1), length (2), value
/// ```
final class BinaryHeader {
  /// The length of the part before the addresses.
  static final int FIXED = 16;

  /// The limit of the length of addresses and TLVs. The specification asks receivers for 520 bytes;
  /// certificates may be among the TLVs.
  private static final int MAX_LENGTH = 4096;

  private static final int COMMAND = 12;
  private static final int FAMILY = 13;
  private static final int LENGTH = 14;
  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;

  private static final int INET = 4;
  private static final int INET6 = 16;
  private static final int UNIX = 108;

  private static final int TLV_HEAD = 3;
  private static final int TYPE_CRC32C = 0x03;
  private static final int TYPE_SSL = 0x20;
  private static final int SSL_HEAD = 5;

  /// The bit of the first byte of an SSL TLV that says that the client uses TLS.
  private static final int CLIENT_SSL = 1;

  private BinaryHeader() {}

  /// Decodes bytes that begin with the signature and have the fixed part.
  static ProxyHeader decode(ByteBuffer bytes) {
    int command = bytes.get(COMMAND) & 0xff;
    int family = bytes.get(FAMILY) & 0xff;
    int length = bytes.getShort(LENGTH) & 0xffff;
    // §2.2: other values must be rejected.
    if (command != LOCAL && command != PROXY) {
      return new ProxyHeader.Invalid("an unknown version or command");
    }
    // §2.2: with LOCAL, the receiver ignores the family, too.
    if (command == PROXY && (family >> 4 > 3 || (family & 0xf) > 2)) {
      return new ProxyHeader.Invalid("an unknown address family or transport");
    }
    if (length > MAX_LENGTH) {
      return new ProxyHeader.Invalid("more than " + MAX_LENGTH + " bytes of addresses and TLVs");
    }
    int end = FIXED + length;
    if (bytes.limit() < end) {
      return new ProxyHeader.Incomplete(end);
    }
    // §2.2: LOCAL, and an unspecified family or transport, mean the addresses of the connection.
    if (command == LOCAL || family >> 4 == 0 || (family & 0xf) == 0) {
      return new ProxyHeader.Complete(null, false, end);
    }
    int size = addressSize(family >> 4);
    int ports = family >> 4 == 3 ? 0 : 2;
    if (length < 2 * (size + ports)) {
      return new ProxyHeader.Invalid("too few bytes for the addresses");
    }
    SocketAddress client = client(bytes, size);
    return client == null
        ? new ProxyHeader.Invalid("an invalid path")
        : tlvs(bytes.slice(0, end), FIXED + 2 * (size + ports), client);
  }

  private static int addressSize(int family) {
    return switch (family) {
      case 1 -> INET;
      case 2 -> INET6;
      default -> UNIX;
    };
  }

  private static @Nullable SocketAddress client(ByteBuffer bytes, int size) {
    byte[] address = new byte[size];
    bytes.get(FIXED, address);
    try {
      if (size == UNIX) {
        int end = 0;
        while (end < size && address[end] != 0) {
          end++;
        }
        return UnixDomainSocketAddress.of(new String(address, 0, end, StandardCharsets.UTF_8));
      }
      int port = bytes.getShort(FIXED + 2 * size) & 0xffff;
      return new InetSocketAddress(InetAddress.getByAddress(address), port);
    } catch (InvalidPathException e) {
      return null;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of " + size + " bytes", e);
    }
  }

  private static ProxyHeader tlvs(ByteBuffer bytes, int from, SocketAddress client) {
    boolean encrypted = false;
    int end = bytes.limit();
    for (int i = from; i < end; ) {
      int length = i + TLV_HEAD > end ? end : bytes.getShort(i + 1) & 0xffff;
      if (i + TLV_HEAD + length > end) {
        return new ProxyHeader.Invalid("an incomplete TLV");
      }
      int value = i + TLV_HEAD;
      switch (bytes.get(i)) {
        case TYPE_SSL -> {
          if (length < SSL_HEAD) {
            return new ProxyHeader.Invalid("a short TLV about TLS");
          }
          encrypted = (bytes.get(value) & CLIENT_SSL) != 0;
        }
        case TYPE_CRC32C -> {
          if (length != Integer.BYTES || bytes.getInt(value) != checksum(bytes, value)) {
            return new ProxyHeader.Invalid("a wrong checksum");
          }
        }
        default -> {} // §2.2: a receiver ignores types that it does not support
      }
      i = value + length;
    }
    return new ProxyHeader.Complete(client, encrypted, end);
  }

  /// §2.2.4: of the whole header, with zeros in place of the checksum.
  private static int checksum(ByteBuffer bytes, int at) {
    CRC32C sum = new CRC32C();
    sum.update(bytes.slice(0, at));
    sum.update(new byte[Integer.BYTES]);
    int rest = at + Integer.BYTES;
    sum.update(bytes.slice(rest, bytes.limit() - rest));
    return (int) sum.getValue();
  }
}
