/// A mirror of the API, broken.
@NullMarked
package otus.server.app.planted.api;

import org.jspecify.annotations.NullMarked;
