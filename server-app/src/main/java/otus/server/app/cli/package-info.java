/// The command line: the table of flags, the parser, the help text. Turns arguments into the
/// records of `config`. Start with `Flag`.
@NullMarked
package otus.server.app.cli;

import org.jspecify.annotations.NullMarked;
