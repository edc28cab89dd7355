/// A copy of the package structure of the loop, with classes that break rules.
@NullMarked
package otus.server.app.planted.loop;

import org.jspecify.annotations.NullMarked;
