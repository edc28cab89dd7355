/// The manual page and the completions of shells, which the build writes from the table of flags.
/// Uses `cli` only; the server never loads these classes. Start with `Manual`.
@NullMarked
package otus.server.app.cli.manual;

import org.jspecify.annotations.NullMarked;
