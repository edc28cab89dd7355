/// Found files, and the cache of them: small files in memory, large ones as open files. Any thread
/// reads the cache without a lock. Start with `StaticFile`, then `FileCache`.
@NullMarked
package otus.server.staticfiles.file;

import org.jspecify.annotations.NullMarked;
