/// Classes that the built-in filters share; the filters are in the sub-packages. Like the filters
/// of plugins they use only the API: they do not depend on the rest of the application, and the
/// rest of the application does not refer to their classes.
@NullMarked
package otus.server.app.filters;

import org.jspecify.annotations.NullMarked;
