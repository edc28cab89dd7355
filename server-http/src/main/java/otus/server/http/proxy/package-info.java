/// Layers between a socket and its HTTP connection: the header of the PROXY protocol, and endpoints
/// that show other addresses than those of their socket. Uses the loop, and the context
/// of a loop in `exchange`; knows no HTTP. Start with `ProxyProtocolFactory`.
@NullMarked
package otus.server.http.proxy;

import org.jspecify.annotations.NullMarked;
