/// The transport over `java.nio` selectors: the only place that names sockets and selectors.
@NullMarked
package otus.server.loop.nio;

import org.jspecify.annotations.NullMarked;
