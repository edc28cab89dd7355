/// A copy of the package of the API, with classes that break rules.
@NullMarked
package otus.server.app.planted.api;

import org.jspecify.annotations.NullMarked;
