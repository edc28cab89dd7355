/// A copy of the package of the transport, with classes that break rules.
@NullMarked
package otus.server.app.planted.loop.nio;

import org.jspecify.annotations.NullMarked;
