/// Classes that break rules about the package of this name.
@NullMarked
package otus.server.app.planted.http.syntax;

import org.jspecify.annotations.NullMarked;
