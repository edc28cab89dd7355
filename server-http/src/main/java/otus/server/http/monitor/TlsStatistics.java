package otus.server.http.monitor;

import java.util.Map;

/// The counts of handshakes of TLS since the server was opened. Immutable.
///
/// @param handshaking the number of connections whose handshake has begun and is not complete
/// @param completed the numbers of complete handshakes by version: `1.2`, `1.3`
/// @param resumed the number of complete handshakes that have resumed a session
/// @param failed the numbers of other handshakes by reason: `protocol` (no protocol, cipher suite
///     or certificate in common, or a broken rule), `timeout` (also if the connection was closed to
///     make room for others), `client_closed`, `plain_text`, `busy` (too many handshakes at the
///     same time), `server_closed`
public record TlsStatistics(
    long handshaking, Map<String, Long> completed, long resumed, Map<String, Long> failed) {

  /// The counts of a server without TLS.
  public static final TlsStatistics NONE = new TlsStatistics(0, Map.of(), 0, Map.of());

  /// Copies the maps.
  public TlsStatistics {
    completed = Map.copyOf(completed);
    failed = Map.copyOf(failed);
  }
}
