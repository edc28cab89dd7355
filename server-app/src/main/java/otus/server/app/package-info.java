/// The composition root: arguments to options, options to a running server, signals to its end.
///
/// What belongs here is what concerns the process as a whole. What does not: HTTP, sockets, files
/// to serve; nothing depends on this package, and it exports nothing.
@NullMarked
package otus.server.app;

import org.jspecify.annotations.NullMarked;
