/// What the server's own filters have in common; each filter has a sub-package. They use the API
/// alone, like the filters of any plugin: nothing here knows the application, and nothing in the
/// application names a class of these packages.
@NullMarked
package otus.server.app.filters;

import org.jspecify.annotations.NullMarked;
