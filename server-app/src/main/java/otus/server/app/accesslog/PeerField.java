package otus.server.app.accesslog;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import otus.server.loop.address.AddressText;

/// The address of a client, as [AddressText] writes it, but without an object for each IPv4
/// address. Confined to one loop.
final class PeerField {
  private static final byte[] UNIX = {'u', 'n', 'i', 'x', ':'};

  private @Nullable SocketAddress last;
  private byte[] text = UNIX;

  /// Adds the address; a client of a Unix socket is `unix:`, as in nginx.
  void addTo(LineBuffer line, SocketAddress peer) {
    InetAddress address = peer instanceof InetSocketAddress internet ? internet.getAddress() : null;
    if (address == null) {
      line.add(UNIX);
      return;
    }
    byte[] octets = address.getAddress();
    if (octets.length == 4) {
      line.number(octets[0] & 0xff).add('.').number(octets[1] & 0xff).add('.');
      line.number(octets[2] & 0xff).add('.').number(octets[3] & 0xff);
      return;
    }
    if (peer != last) {
      text = AddressText.of(address).getBytes(StandardCharsets.US_ASCII);
      last = peer;
    }
    line.add(text);
  }
}
