/// From one directory of a root to the next: by directory handles, by paths, and in archives.
/// Blocks and decides nothing: which names are served is decided above. Start with `PathWalker`.
@NullMarked
package otus.server.staticfiles.walk;

import org.jspecify.annotations.NullMarked;
