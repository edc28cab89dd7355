/// The only package that names sockets, selectors and file channels.
@NullMarked
package otus.server.loop.nio;

import org.jspecify.annotations.NullMarked;
