/// What holds for the classes and sources of all modules.
@NullMarked
package otus.server.app.architecture;

import org.jspecify.annotations.NullMarked;
