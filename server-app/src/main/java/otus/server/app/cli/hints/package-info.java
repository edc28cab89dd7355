/// Advice in usage errors: what an unknown option or word of a command line probably means. Pure;
/// loaded only for such an error. Uses `config` for similar names. Start with `UnknownOption`.
@NullMarked
package otus.server.app.cli.hints;

import org.jspecify.annotations.NullMarked;
