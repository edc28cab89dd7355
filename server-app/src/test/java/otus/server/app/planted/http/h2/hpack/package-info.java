/// A copy of the package of HPACK, with classes that break rules.
@NullMarked
package otus.server.app.planted.http.h2.hpack;

import org.jspecify.annotations.NullMarked;
