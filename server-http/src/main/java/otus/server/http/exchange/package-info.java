/// One request and its response, from the head to the last byte, whatever the version of HTTP: the
/// call of the handler, its timeout and limits, request and response bodies, error pages, the
/// record of what happened. May use the API, the event loop, `config` and `syntax`; never a
/// protocol version. Start with `Exchange`.
@NullMarked
package otus.server.http.exchange;

import org.jspecify.annotations.NullMarked;
