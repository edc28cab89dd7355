/// A copy of the package structure of static files, with classes that break rules.
@NullMarked
package otus.server.app.planted.staticfiles;

import org.jspecify.annotations.NullMarked;
