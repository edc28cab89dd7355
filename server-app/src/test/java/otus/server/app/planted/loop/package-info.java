/// A mirror of the loop, broken.
@NullMarked
package otus.server.app.planted.loop;

import org.jspecify.annotations.NullMarked;
