/// From the names in a request path to an open file: containment in the root, symbolic links,
/// hidden names, index files, fallback pages, precompressed variants. Runs on virtual threads,
/// because it blocks. Start with `DocumentRoot`.
@NullMarked
package otus.server.staticfiles.lookup;

import org.jspecify.annotations.NullMarked;
