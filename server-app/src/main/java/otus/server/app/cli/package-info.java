/// The command line: the table of flags, the parser and the help text. It turns arguments into the
/// records of `config`. Start with `Flag`.
@NullMarked
package otus.server.app.cli;

import org.jspecify.annotations.NullMarked;
