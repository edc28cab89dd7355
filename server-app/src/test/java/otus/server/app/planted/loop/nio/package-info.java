/// A mirror of the transport, broken.
@NullMarked
package otus.server.app.planted.loop.nio;

import org.jspecify.annotations.NullMarked;
