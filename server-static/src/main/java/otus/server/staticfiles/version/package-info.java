/// The version of a file: times, sizes, entity tags of the content, and the check that an open file
/// is still the version that was opened. Reads files; runs on lookup threads, except for
/// `VersionCheck`. Start with `FileFacts`, then `EntityTags`.
@NullMarked
package otus.server.staticfiles.version;

import org.jspecify.annotations.NullMarked;
