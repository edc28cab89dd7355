/// The filter `compress`: gzip responses, with entity tags and conditions of their own, and a
/// cache of compressed bodies. Start with `Compress`.
@NullMarked
package otus.server.app.filters.compress;

import org.jspecify.annotations.NullMarked;
