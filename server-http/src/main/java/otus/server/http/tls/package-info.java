/// Encrypted connections of HTTP: what they share, and how they are counted. The encryption itself
/// is in `otus.server.loop.tls`. May use `exchange`, `monitor` and `config`; knows no version of
/// HTTP. Start with [otus.server.http.tls.TlsListeners].
@NullMarked
package otus.server.http.tls;

import org.jspecify.annotations.NullMarked;
