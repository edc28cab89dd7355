/// Classes that break the rules of the architecture, each on purpose, one for every way.
@NullMarked
package otus.server.app.planted;

import org.jspecify.annotations.NullMarked;
