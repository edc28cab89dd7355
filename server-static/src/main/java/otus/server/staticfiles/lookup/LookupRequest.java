package otus.server.staticfiles.lookup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.metadata.ContentCoding;

/// One look for a file. Immutable.
///
/// @param names where, one name each, at least one
/// @param linked whether links led to these names
/// @param asked the names as they were asked for, which decide what is said of the file; a link's
///     own name, not its target's, and not that of an encoded form
/// @param real the names below the root without links, as far as they are known; those that were
///     asked for if the file is outside of the root
/// @param named whether the path of the request is these names as they are asked for; not so for an
///     index file
/// @param coding the encoded form that is meant, or null for the file itself
/// @param opens whether the file is opened, rather than only looked at
/// @param known the state of the file that need not be opened again, if there is one
/// @param now a moment before the look
record LookupRequest(
    List<Path> names,
    boolean linked,
    List<Path> asked,
    List<Path> real,
    boolean named,
    @Nullable ContentCoding coding,
    boolean opens,
    @Nullable FileState known,
    Instant now) {

  /// Takes copies of the lists.
  LookupRequest {
    names = List.copyOf(names);
    asked = List.copyOf(asked);
    real = List.copyOf(real);
  }

  /// A file that stands for the path of the request, as an index file does.
  static LookupRequest of(List<Path> names, @Nullable FileState known, Instant now) {
    return new LookupRequest(names, false, names, names, false, null, true, known, now);
  }

  /// A file that the path of the request names.
  static LookupRequest named(List<Path> names, @Nullable FileState known, Instant now) {
    return new LookupRequest(names, false, names, names, true, null, true, known, now);
  }

  /// A file that is only looked at.
  static LookupRequest stat(List<Path> names) {
    return new LookupRequest(names, false, names, names, false, null, false, null, Instant.EPOCH);
  }

  /// An encoded form, to be opened.
  static LookupRequest of(PrecompressedFile precompressed, Instant now) {
    List<Path> names = precompressed.names();
    List<Path> original = precompressed.original();
    return new LookupRequest(
        names, false, original, names, false, precompressed.coding(), true, null, now);
  }

  /// An encoded form of this file, to be looked at.
  LookupRequest precompressed(ContentCoding variant) {
    List<Path> names = PrecompressedFile.names(asked, variant);
    return new LookupRequest(names, false, asked, names, false, variant, false, null, now);
  }

  /// The same file by the names below the root to which links led.
  LookupRequest at(List<Path> real) {
    return new LookupRequest(real, true, asked, real, named, coding, opens, known, now);
  }

  /// The same file by its name in a directory outside of the root, to which links led.
  LookupRequest outside(Path name) {
    return new LookupRequest(List.of(name), true, asked, asked, named, coding, opens, known, now);
  }

  /// The paths under which the file is asked for by name.
  ServedPaths servedPaths() {
    return ServedPaths.of(asked, real, named);
  }

  List<Path> directories() {
    return names.subList(0, names.size() - 1);
  }

  Path last() {
    return names.getLast();
  }
}
