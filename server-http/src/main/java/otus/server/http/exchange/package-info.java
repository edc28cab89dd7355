/// One request and its response, whatever the protocol version: calling the handler, timeouts and
/// limits of handlers, request bodies, error pages. May use the API, the event loop and `config`;
/// never the codec of a protocol version. Start with `Exchange`.
@NullMarked
package otus.server.http.exchange;

import org.jspecify.annotations.NullMarked;
