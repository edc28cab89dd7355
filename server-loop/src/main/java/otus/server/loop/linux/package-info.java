/// The system calls of Linux that the JDK has no classes for: passing descriptors between
/// processes, adopting sockets that another process has opened, datagrams to a service manager,
/// locks of open files, reading files without waiting.
///
/// Loaded only if a socket is inherited or handed over, if a service manager waits for messages,
/// for a pid file, or after many connections or lookups. Each call is one method of `Calls` or
/// `FileCalls`; the other classes give them types. Start with `Descriptors`. The package depends on
/// no other package of the server.
@NullMarked
package otus.server.loop.linux;

import org.jspecify.annotations.NullMarked;
