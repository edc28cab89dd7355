/// Serves the files of a folder.
@NullMarked
package otus.server.staticfiles;

import org.jspecify.annotations.NullMarked;
