package otus.server.http.proxy;

import java.nio.ByteBuffer;

/// Recognizes a header of the PROXY protocol by its first bytes:
/// [the specification of HAProxy](https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt).
/// Anything else is no header, as health checks of a proxy send none. Pure.
final class ProxyHeaderDecoder {
  private static final byte[] TEXT = {'P', 'R', 'O', 'X', 'Y', ' '};
  private static final byte[] BINARY = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };

  private ProxyHeaderDecoder() {}

  /// Decodes the bytes that have arrived so far, from the first one on.
  ///
  /// @param bytes the bytes between position and limit, which stay unchanged
  static ProxyHeader decode(ByteBuffer bytes) {
    ByteBuffer all = bytes.slice();
    if (begins(all, TEXT)) {
      return all.remaining() < TEXT.length
          ? new ProxyHeader.Incomplete(TEXT.length)
          : TextHeader.decode(all);
    }
    if (begins(all, BINARY)) {
      return all.remaining() < BinaryHeader.FIXED
          ? new ProxyHeader.Incomplete(BinaryHeader.FIXED)
          : BinaryHeader.decode(all);
    }
    return new ProxyHeader.Absent();
  }

  /// Returns whether the bytes, as far as they have arrived, are a signature.
  private static boolean begins(ByteBuffer bytes, byte[] signature) {
    int length = Math.min(bytes.remaining(), signature.length);
    return bytes.slice(0, length).equals(ByteBuffer.wrap(signature, 0, length));
  }
}
