/// The filter `compress`: gzip for responses, with separate entity tags for compressed
/// representations, and a cache of compressed bodies. Start with `Compress`.
@NullMarked
package otus.server.app.filters.compress;

import org.jspecify.annotations.NullMarked;
