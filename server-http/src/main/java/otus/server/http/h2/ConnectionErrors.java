package otus.server.http.h2;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import otus.server.api.fields.LogValue;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.loop.LogThrottle;
import otus.server.loop.address.AddressText;

/// The log of connections that end because their clients break the protocol. Owned by one loop,
/// confined to it.
final class ConnectionErrors {
  private static final Logger LOG = System.getLogger(ConnectionErrors.class.getName());

  private final LogThrottle throttle = new LogThrottle();

  /// Logs an error; those that look like an attack as a warning, but not each one.
  ///
  /// @param now the elapsed time in nanoseconds
  void log(SocketAddress peer, ErrorCode code, String reason, long now) {
    boolean attack = code == ErrorCode.ENHANCE_YOUR_CALM;
    long count = attack ? throttle.add(now) : 0;
    if (attack && count == 0) {
      return;
    }
    LOG.log(
        attack ? Level.WARNING : Level.DEBUG,
        "event=http2-connection-ended peer="
            + AddressText.of(peer)
            + " code="
            + ErrorCode.describe(code.value())
            + " reason="
            + LogValue.of(reason)
            + (attack ? " ended=" + count : ""));
  }
}
