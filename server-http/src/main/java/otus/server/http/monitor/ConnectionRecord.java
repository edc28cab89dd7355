package otus.server.http.monitor;

import java.net.SocketAddress;

/// The facts of one connection after its end. Immutable.
///
/// @param peer the address of the other end
/// @param local the address of this end
/// @param requests the number of exchanges
/// @param nanos the time from accepting to closing, in nanoseconds
public record ConnectionRecord(
    SocketAddress peer, SocketAddress local, long requests, long nanos) {}
