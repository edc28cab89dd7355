/// A mirror of HTTP, broken.
@NullMarked
package otus.server.app.planted.http;

import org.jspecify.annotations.NullMarked;
