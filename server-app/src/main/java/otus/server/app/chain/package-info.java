/// The handler chain of a server: mounts by path prefix, filters around them, and responses for
/// refused requests. Start with `HandlerChain`.
@NullMarked
package otus.server.app.chain;

import org.jspecify.annotations.NullMarked;
