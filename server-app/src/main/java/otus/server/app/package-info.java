/// The composition root: arguments, wiring, plugins, shutdown.
@NullMarked
package otus.server.app;

import org.jspecify.annotations.NullMarked;
