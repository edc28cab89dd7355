/// The vocabulary between the server and its handlers: a [otus.server.api.Handler] takes a
/// [otus.server.api.Request] and returns an [otus.server.api.Answer].
///
/// Everything here is a value or an interface. What does not belong here: sockets, threads, message
/// framing, connection headers, anything that is true of only one version of HTTP.
@NullMarked
package otus.server.api;

import org.jspecify.annotations.NullMarked;
