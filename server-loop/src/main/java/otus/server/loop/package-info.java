/// Event loops with their endpoints and timers.
///
/// Objects that belong to a loop (endpoints, their listeners, deadlines) are used only by the
/// thread of that loop; other threads submit tasks with [otus.server.loop.EventLoop#execute].
/// Sockets and selectors belong in `otus.server.loop.nio`. HTTP does not belong here.
@NullMarked
package otus.server.loop;

import org.jspecify.annotations.NullMarked;
