/// The program: arguments to options, options to a running server, signals to its end. It is the
/// composition root: `Wiring` alone makes servers, `Main` alone ends the process, and nothing
/// depends on this package. Start with `Program`, then `Wiring`.
@NullMarked
package otus.server.app;

import org.jspecify.annotations.NullMarked;
