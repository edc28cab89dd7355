/// A copy of the package of the codec, with classes that break rules.
@NullMarked
package otus.server.app.planted.http.h1.codec;

import org.jspecify.annotations.NullMarked;
