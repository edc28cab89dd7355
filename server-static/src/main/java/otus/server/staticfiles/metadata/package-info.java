/// The headers that follow from the name and the content of a file: media type, charset, content
/// coding, cache rule. Pure functions. Start with `FileHeaderRules`.
@NullMarked
package otus.server.staticfiles.metadata;

import org.jspecify.annotations.NullMarked;
