/// The settings of a server as validated records, and the exception for invalid ones. Other
/// packages of this module use them. Start with `Options`.
@NullMarked
package otus.server.app.config;

import org.jspecify.annotations.NullMarked;
