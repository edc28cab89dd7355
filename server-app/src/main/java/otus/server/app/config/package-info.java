/// The settings of a server as validated records, and the exception for invalid ones. All other
/// packages of this module read them. Start with `Options`.
@NullMarked
package otus.server.app.config;

import org.jspecify.annotations.NullMarked;
