package otus.server.http.config;

import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/// How a server listens on an address. Immutable.
///
/// @param proxyProtocol whether connections begin with a header of the PROXY protocol, version 1 or
///     2, which sets the address of the client. Only [TrustedProxies] may connect then; from them,
///     a connection that names no client is accepted, too, as a health check. Its reports about
///     clients are not believed, and [ClientLimits] apply to it
/// @param name the address that [otus.server.api.Request#local] and
///     [otus.server.http.HttpServer#addresses] show, or null for the address of the socket
@SuppressWarnings("exports") // Nullable is needed at compile time only
public record ListenSettings(boolean proxyProtocol, @Nullable SocketAddress name) {}
