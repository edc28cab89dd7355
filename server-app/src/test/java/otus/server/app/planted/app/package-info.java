/// A mirror of the application, broken.
@NullMarked
package otus.server.app.planted.app;

import org.jspecify.annotations.NullMarked;
