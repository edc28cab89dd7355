/// Layers between a socket and its HTTP connection: the header of the PROXY protocol, and endpoints
/// that show other addresses than those of their socket. Uses the loop, the context of a loop in
/// `exchange`, and the kinds of connections in `request`; knows no HTTP. Start with
/// `ProxyProtocolFactory`.
///
/// A connection that names no client is accepted, since health checks are such: without a header,
/// `LOCAL`, `UNKNOWN`. It may be that of any client, too, of a balancer that sends no header. So it
/// gets no rights of a trusted proxy: no header about forwarding is believed, and limits apply.
@NullMarked
package otus.server.http.proxy;

import org.jspecify.annotations.NullMarked;
