/// Calls of the system that the server lends to its bundled handlers, as services. The package uses
/// `server-loop` alone, which has the right to call native code.
@NullMarked
package otus.server.app.system;

import org.jspecify.annotations.NullMarked;
