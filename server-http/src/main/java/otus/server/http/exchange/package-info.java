/// One request and its response, from the head to the last byte, whatever the version of HTTP: the
/// call of the handler, its timeout and limits, the response body, error pages, the record at the
/// end. May use the API, the event loop, `config`, `monitor`, `request` and `syntax`; never a
/// protocol version. Start with `Exchange`.
@NullMarked
package otus.server.http.exchange;

import org.jspecify.annotations.NullMarked;
