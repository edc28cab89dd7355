/// A package that no rule lists; all rules apply to it.
@NullMarked
package otus.server.app.planted.staticfiles.added;

import org.jspecify.annotations.NullMarked;
