/// TOML: reads a file into tables with the lines of their keys, and writes values. It knows no
/// setting of the server, and may use `config` for usage errors only. Start with `TomlFile`.
@NullMarked
package otus.server.app.toml;

import org.jspecify.annotations.NullMarked;
