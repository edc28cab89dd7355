/// The handler `static`: files below a root, with conditions, ranges and a cache.
///
/// Start at [otus.server.staticfiles.StaticHandler]. What belongs here is all that turns a path
/// into a response made from a file, or from what is in a folder. What does not: sockets, loops,
/// framing, and whatever is not about files (error pages, compression of responses, logs).
@NullMarked
package otus.server.staticfiles;

import org.jspecify.annotations.NullMarked;
