/// Files that were found, and the cache of them: small ones in memory, larger ones as open files.
/// The cache is read by any thread without a lock. Start with `StaticFile`, then `FileCache`.
@NullMarked
package otus.server.staticfiles.file;

import org.jspecify.annotations.NullMarked;
