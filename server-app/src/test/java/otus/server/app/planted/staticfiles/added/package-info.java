/// A package that somebody adds to the module: no rule lists it, and all rules hold for it.
@NullMarked
package otus.server.app.planted.staticfiles.added;

import org.jspecify.annotations.NullMarked;
