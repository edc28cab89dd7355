/// One of two.
@NullMarked
package otus.server.app.planted.cycle.one;

import org.jspecify.annotations.NullMarked;
