/// Event loops, and the pipes and timers that live on them.
///
/// A thing that belongs to a loop (an endpoint, its listener, a deadline) is touched by that loop's
/// thread alone; others hand over a task with [otus.server.loop.EventLoop#execute]. Sockets and
/// selectors do not belong here but in `otus.server.loop.nio`; neither does anything of HTTP.
@NullMarked
package otus.server.loop;

import org.jspecify.annotations.NullMarked;
