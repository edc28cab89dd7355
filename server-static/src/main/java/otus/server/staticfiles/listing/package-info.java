/// Listings of directories as HTML and JSON, bounded in entries, work and memory. Reads
/// directories by way of `directory`. Start with `Listings`.
@NullMarked
package otus.server.staticfiles.listing;

import org.jspecify.annotations.NullMarked;
