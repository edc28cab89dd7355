/// A mirror of static files, broken.
@NullMarked
package otus.server.app.planted.staticfiles;

import org.jspecify.annotations.NullMarked;
