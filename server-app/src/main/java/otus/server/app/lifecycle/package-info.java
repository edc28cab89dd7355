/// The life of the process: pid file, verbs such as `start` and `restart`, sockets that a parent or
/// a former server passes, and messages to a service manager.
///
/// Nothing here is loaded by a server without a pid file, a service manager and passed sockets. May
/// use the other packages of the application except the root and `admin`. Start with `Lifecycle`
/// for the server, and with `Verbs` for the commands.
@NullMarked
package otus.server.app.lifecycle;

import org.jspecify.annotations.NullMarked;
