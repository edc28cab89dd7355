/// A copy of the package of the HTTP/2 codec, with classes that break rules.
@NullMarked
package otus.server.app.planted.http.h2.codec;

import org.jspecify.annotations.NullMarked;
