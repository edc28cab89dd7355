/// A copy of the package of built-in filters, with classes that break rules.
@NullMarked
package otus.server.app.planted.app.filters;

import org.jspecify.annotations.NullMarked;
