/// The handler chain of a server: routing by path prefix, filters around the handlers, and
/// responses for requests that a handler refuses. Start with `HandlerChain`.
@NullMarked
package otus.server.app.chain;

import org.jspecify.annotations.NullMarked;
