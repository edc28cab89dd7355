/// The headers that follow from the name of a file: media type, content coding, cache rule. Pure
/// functions. Start with `MediaTypes`.
@NullMarked
package otus.server.staticfiles.metadata;

import org.jspecify.annotations.NullMarked;
