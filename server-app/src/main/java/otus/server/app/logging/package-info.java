/// Log lines and standard streams: escaped control characters, and queues that keep a slow reader
/// from holding up the server. Uses the JDK only. Start with `Logging`.
@NullMarked
package otus.server.app.logging;

import org.jspecify.annotations.NullMarked;
