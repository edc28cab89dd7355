/// A package that no rule lists; all rules apply to it.
@NullMarked
package otus.server.app.planted.app.added;

import org.jspecify.annotations.NullMarked;
