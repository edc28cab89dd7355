/// Two of two.
@NullMarked
package otus.server.app.planted.cycle.two;

import org.jspecify.annotations.NullMarked;
