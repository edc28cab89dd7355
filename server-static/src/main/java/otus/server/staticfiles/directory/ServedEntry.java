package otus.server.staticfiles.directory;

import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// A file or directory that clients can fetch. Immutable.
///
/// @param attributes the attributes, for a link those of its target
/// @param target the place of the target of a link; null if the entry is no link
public record ServedEntry(BasicFileAttributes attributes, @Nullable Location target) {}
