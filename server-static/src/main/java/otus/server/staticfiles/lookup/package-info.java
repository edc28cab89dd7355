/// From the names in a request path to an open file: containment in the root, symbolic links,
/// hidden names, index files, precompressed variants. Blocks, so it runs on lookup
/// threads and virtual threads. Start with `DocumentRoot`.
@NullMarked
package otus.server.staticfiles.lookup;

import org.jspecify.annotations.NullMarked;
