/// How a server listens on an address: options of the address, the files of Unix sockets, the
/// addresses of this machine. Uses the JDK, and log values of the API. Start with `ListenOptions`.
@NullMarked
package otus.server.app.listen;

import org.jspecify.annotations.NullMarked;
