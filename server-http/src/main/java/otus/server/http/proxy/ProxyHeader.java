package otus.server.http.proxy;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// The meaning of the first bytes of a connection, as far as they have arrived, in the PROXY
/// protocol. Immutable.
sealed interface ProxyHeader {

  /// There is no header: the bytes belong to the protocol behind it.
  record Absent() implements ProxyHeader {}

  /// There may be, or there is, a header that has not arrived completely.
  ///
  /// @param length its length in bytes as far as is known, at least the number of those that have
  ///     arrived
  record Incomplete(int length) implements ProxyHeader {}

  /// The header breaks a rule.
  ///
  /// @param reason the rule, for the log
  record Invalid(String reason) implements ProxyHeader {}

  /// A complete header.
  ///
  /// @param client the address of the client; null if the header is about no client, because the
  ///     proxy itself has opened the connection, or does not know
  /// @param encrypted whether the client uses TLS, which the proxy has ended
  /// @param length the length of the header in bytes
  record Complete(@Nullable SocketAddress client, boolean encrypted, int length)
      implements ProxyHeader {}
}
