/// A package that somebody adds to HTTP: no rule lists it, and all rules hold for it.
@NullMarked
package otus.server.app.planted.http.added;

import org.jspecify.annotations.NullMarked;
