/// The program: parses the arguments, runs the server, stops it on a signal. It is the composition
/// root: only `Wiring` creates servers, only `Main` ends the process, and no package depends on
/// this one. Start with `Program`, then `Wiring`.
@NullMarked
package otus.server.app;

import org.jspecify.annotations.NullMarked;
