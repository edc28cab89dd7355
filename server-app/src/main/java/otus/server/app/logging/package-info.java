/// Log lines and standard streams: escaping of control characters, and queues, so that a slow
/// reader does not block the server. Uses the JDK only. Start with `Logging`.
@NullMarked
package otus.server.app.logging;

import org.jspecify.annotations.NullMarked;
