/// A mirror of the codec, broken.
@NullMarked
package otus.server.app.planted.http.h1.codec;

import org.jspecify.annotations.NullMarked;
