/// Directories as archives: planned first, so that limits and filters are known, then streamed as
/// the client takes them. Uses `directory` and `pool`. Start with `Archives`.
@NullMarked
package otus.server.staticfiles.archive;

import org.jspecify.annotations.NullMarked;
