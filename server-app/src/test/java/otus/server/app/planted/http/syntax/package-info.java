/// A copy of the package of the request syntax, with classes that break rules.
@NullMarked
package otus.server.app.planted.http.syntax;

import org.jspecify.annotations.NullMarked;
