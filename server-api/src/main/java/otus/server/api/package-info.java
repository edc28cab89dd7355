/// The interface between the server and its handlers: a [otus.server.api.Handler] takes a
/// [otus.server.api.Request] and returns an [otus.server.api.Answer].
///
/// The types are values and interfaces. Sockets, threads, message framing, connection headers, and
/// all that applies to only one version of HTTP do not belong here.
@NullMarked
package otus.server.api;

import org.jspecify.annotations.NullMarked;
