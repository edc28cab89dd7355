/// A mirror of the server's own filters, broken.
@NullMarked
package otus.server.app.planted.app.filters;

import org.jspecify.annotations.NullMarked;
