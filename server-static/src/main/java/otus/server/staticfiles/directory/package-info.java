/// Directories as clients see them: which entries are served, and where they are. Uses `lookup` and
/// opens no file. Start with `ServedDirectories`.
@NullMarked
package otus.server.staticfiles.directory;

import org.jspecify.annotations.NullMarked;
