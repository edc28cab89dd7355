/// A mirror of the dispatcher, broken.
@NullMarked
package otus.server.app.planted.http.exchange;

import org.jspecify.annotations.NullMarked;
