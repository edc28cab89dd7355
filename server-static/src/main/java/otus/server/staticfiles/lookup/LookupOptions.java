package otus.server.staticfiles.lookup;

import java.nio.file.Path;
import java.util.List;
import otus.server.staticfiles.metadata.FileHeaderRules;

/// The part of `StaticOptions` that a [DocumentRoot] needs. Immutable.
///
/// @param root the directory or archive to serve, as named by the operator
/// @param index names of index files, in order of preference
/// @param symlinks which symbolic links are followed
/// @param hidden whether names that begin with a dot are served
/// @param precompressed whether precompressed files are served
/// @param cleanUrls whether pages have URLs without `.html`
/// @param headerRules makes the headers of files
/// @param inMemory maximum size of a file that is read into memory, in bytes
public record LookupOptions(
    Path root,
    List<String> index,
    Symlinks symlinks,
    boolean hidden,
    boolean precompressed,
    CleanUrls cleanUrls,
    FileHeaderRules headerRules,
    int inMemory) {

  /// Copies the list.
  public LookupOptions {
    index = List.copyOf(index);
  }
}
