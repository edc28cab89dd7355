/// A mirror of the dispatcher, broken.
@NullMarked
package otus.server.app.planted.http.dispatch;

import org.jspecify.annotations.NullMarked;
