/// TLS (RFC 8446, RFC 5246) as a layer between an endpoint and the listener of any protocol, by the
/// engines of the JDK.
///
/// ```text
/// endpoint below ──▶ TlsConnection ──▶ Handshake ──▶ TlsEndpoint ──▶ the next protocol
///                                  ╰──▶ PlainRefusal    ╰──▶ PendingClose
/// ```
///
/// May use `javax.net.ssl`, and interfaces of the loop; knows neither files of keys nor HTTP. Start
/// with [otus.server.loop.tls.TlsFactory], then [otus.server.loop.tls.Handshake] and
/// [otus.server.loop.tls.TlsEndpoint].
@NullMarked
package otus.server.loop.tls;

import org.jspecify.annotations.NullMarked;
