package otus.server.loop.tls;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import otus.server.loop.ConnectionFactory;

/// The properties of the TLS connections of one listener on one loop. Immutable.
///
/// @param engines creates the engine of a connection, in server mode and not started; must not
///     block
/// @param protocols the next protocols by their ALPN names (RFC 7301), the preferred ones first; a
///     client that offers only others gets the alert `no_application_protocol`
/// @param fallback the next protocol for clients that do not use ALPN
/// @param accounts creates the account of a connection
/// @param handshakeTimeout returns the time for a handshake, from the opening of the connection
/// @param lingerTime returns the time that a connection may take to receive its last records
/// @param plainAnswer returns the answer to a client that sends plain text, in ASCII
public record TlsOptions(
    Supplier<SSLEngine> engines,
    SequencedMap<String, ConnectionFactory> protocols,
    ConnectionFactory fallback,
    Supplier<? extends TlsAccount> accounts,
    Supplier<Duration> handshakeTimeout,
    Supplier<Duration> lingerTime,
    Supplier<String> plainAnswer) {

  /// Copies the map.
  public TlsOptions {
    Objects.requireNonNull(engines, "engines");
    protocols = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(protocols));
  }

  /// Returns the factory of the protocol that a handshake has chosen.
  ///
  /// @param name an ALPN name, or empty or null if the client has not used ALPN
  ConnectionFactory next(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return fallback;
    }
    return Objects.requireNonNull(protocols.get(name), name);
  }
}
