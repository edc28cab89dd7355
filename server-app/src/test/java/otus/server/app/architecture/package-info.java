/// Rules for the classes, sources and documents of all modules.
@NullMarked
package otus.server.app.architecture;

import org.jspecify.annotations.NullMarked;
