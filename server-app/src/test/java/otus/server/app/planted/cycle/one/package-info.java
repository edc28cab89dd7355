/// The first package of a cycle.
@NullMarked
package otus.server.app.planted.cycle.one;

import org.jspecify.annotations.NullMarked;
