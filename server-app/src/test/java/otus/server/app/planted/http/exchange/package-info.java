/// A copy of the package of exchanges, with classes that break rules.
@NullMarked
package otus.server.app.planted.http.exchange;

import org.jspecify.annotations.NullMarked;
