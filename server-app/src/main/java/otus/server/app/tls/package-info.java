/// TLS of the server: certificates and keys from files, their choice by server name, the parameters
/// of engines, and the replacement of certificates while the server runs. Uses the JDK's TLS,
/// `config`, and Bouncy Castle for what the JDK cannot read or write. Nothing of it is loaded
/// without a `--tls-` flag. Start with [otus.server.app.tls.ServerTls].
@NullMarked
package otus.server.app.tls;

import org.jspecify.annotations.NullMarked;
