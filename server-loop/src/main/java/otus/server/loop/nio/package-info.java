/// The transport over `java.nio` selectors: the only package that uses sockets and selectors.
@NullMarked
package otus.server.loop.nio;

import org.jspecify.annotations.NullMarked;
