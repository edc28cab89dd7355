package otus.server.staticfiles.lookup;

import java.nio.file.Path;
import java.util.List;
import otus.server.staticfiles.metadata.FileHeaderRules;

/// How files are looked up: the part of `StaticOptions` that a [DocumentRoot] needs. Immutable.
///
/// @param root the directory to serve, as it was named
/// @param index the names of index files, in order of preference
/// @param symlinks which symbolic links are followed
/// @param hidden whether names that begin with a dot are served
/// @param precompressed whether precompressed files are looked for
/// @param cleanUrls which pages have URLs without `.html`
/// @param headerRules what is said of the files
/// @param inMemory the largest file that is read into memory, in bytes
public record LookupOptions(
    Path root,
    List<String> index,
    Symlinks symlinks,
    boolean hidden,
    boolean precompressed,
    CleanUrls cleanUrls,
    FileHeaderRules headerRules,
    int inMemory) {

  /// Takes a copy of the list.
  public LookupOptions {
    index = List.copyOf(index);
  }
}
