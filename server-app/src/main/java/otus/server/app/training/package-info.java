/// The run that trains the ahead-of-time cache of the runtime image while it is built. Not used
/// while a server runs. Start with `Training`.
@NullMarked
package otus.server.app.training;

import org.jspecify.annotations.NullMarked;
