/// The event loop, its timers and buffers, and the endpoints it serves.
@NullMarked
package otus.server.loop;

import org.jspecify.annotations.NullMarked;
