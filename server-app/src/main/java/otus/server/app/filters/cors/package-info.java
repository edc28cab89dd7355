/// The filter `cors`: cross-origin requests (Fetch standard). Start with `Cors`.
@NullMarked
package otus.server.app.filters.cors;

import org.jspecify.annotations.NullMarked;
