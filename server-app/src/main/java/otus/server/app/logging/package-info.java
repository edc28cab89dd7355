/// The server log and the queues of output: escaping of control characters, text or JSON, so that a
/// slow reader does not block the server. Uses the JDK only. Start with `Logging`.
@NullMarked
package otus.server.app.logging;

import org.jspecify.annotations.NullMarked;
