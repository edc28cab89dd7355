/// The second package of a cycle.
@NullMarked
package otus.server.app.planted.cycle.two;

import org.jspecify.annotations.NullMarked;
