/// A request that forwards to another one, as a base for wrappers that change a part of it.
@NullMarked
package otus.server.app.request;

import org.jspecify.annotations.NullMarked;
