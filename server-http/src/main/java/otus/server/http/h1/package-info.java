/// The HTTP/1 codec: bytes to request heads and content, response heads to bytes (RFC 9112).
///
/// Pure: no endpoint, no loop, no clock, no thread. What a message may not be is a
/// [otus.server.http.h1.Violation], never an exception.
@NullMarked
package otus.server.http.h1;

import org.jspecify.annotations.NullMarked;
