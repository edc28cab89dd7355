/// HTTP connections: [otus.server.http.HttpAcceptor] makes one for each endpoint, and everything of
/// a connection is confined to its loop.
///
/// Bytes are understood and made in `h1`, answers are followed in `dispatch`; what is left here is
/// the glue: the state of a connection, its deadlines, and the order in which things are sent.
@NullMarked
package otus.server.http;

import org.jspecify.annotations.NullMarked;
