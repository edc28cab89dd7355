/// A copy of the package structure of the application, with classes that break rules.
@NullMarked
package otus.server.app.planted.app;

import org.jspecify.annotations.NullMarked;
