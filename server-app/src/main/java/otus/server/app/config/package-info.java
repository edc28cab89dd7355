/// The settings of a server as validated records, and the error that an invalid one causes. Other
/// packages of the application read them. Start with `Options`.
@NullMarked
package otus.server.app.config;

import org.jspecify.annotations.NullMarked;
