/// A copy of the package structure of HTTP, with classes that break rules.
@NullMarked
package otus.server.app.planted.http;

import org.jspecify.annotations.NullMarked;
