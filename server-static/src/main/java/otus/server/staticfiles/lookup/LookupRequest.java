package otus.server.staticfiles.lookup;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import otus.server.staticfiles.file.FileState;
import otus.server.staticfiles.file.PrecompressedFile;
import otus.server.staticfiles.file.ServedPaths;
import otus.server.staticfiles.metadata.ContentCoding;
import otus.server.staticfiles.metadata.FileHeaderRules;
import otus.server.staticfiles.metadata.FileHeaders;
import otus.server.staticfiles.metadata.TextFacts;

/// One lookup of a file. Immutable.
///
/// @param names names to walk to, one each, at least one
/// @param linked whether these names result from following links
/// @param requested the requested names, which decide the headers of the file: the name of a link,
///     not of its target, and of the original, not of its precompressed file
/// @param real the names below the root with links resolved, as far as known; the requested names
///     if the file is outside of the root
/// @param flag the flag because of which the file stands for the request path, such as `--index`;
///     null if the request path consists of exactly `requested`
/// @param coding the coding of a precompressed file, or null for the original
/// @param original the headers of the original, for a precompressed file that is opened; or null
/// @param opens whether to open the file, or only to stat it
/// @param known the state of a file that need not be opened again, or null
/// @param now a time before the lookup
/// @param before names in the same directory that would take precedence, but are no files
record LookupRequest(
    List<Path> names,
    boolean linked,
    List<Path> requested,
    List<Path> real,
    @Nullable String flag,
    @Nullable ContentCoding coding,
    @Nullable FileHeaders original,
    boolean opens,
    @Nullable FileState known,
    Instant now,
    List<Path> before) {

  private static final List<Path> NONE = List.of();
  private static final String PRECOMPRESSED = "--precompressed";

  /// Copies the lists.
  LookupRequest {
    names = List.copyOf(names);
    requested = List.copyOf(requested);
    real = List.copyOf(real);
    before = List.copyOf(before);
  }

  /// Returns a lookup of the file that the request path names or, because of a flag, stands for.
  static LookupRequest of(
      List<Path> names, @Nullable String flag, @Nullable FileState known, Instant now) {
    return new LookupRequest(names, false, names, names, flag, null, null, true, known, now, NONE);
  }

  /// Returns a lookup that does not open the file.
  static LookupRequest stat(List<Path> names) {
    return new LookupRequest(
        names, false, names, names, null, null, null, false, null, Instant.EPOCH, NONE);
  }

  /// Returns a lookup that opens a precompressed file.
  ///
  /// @param headers the headers of its original
  static LookupRequest of(PrecompressedFile precompressed, FileHeaders headers, Instant now) {
    List<Path> names = precompressed.names();
    List<Path> original = precompressed.original();
    return new LookupRequest(
        names,
        false,
        original,
        names,
        PRECOMPRESSED,
        precompressed.coding(),
        headers,
        true,
        null,
        now,
        NONE);
  }

  /// Returns a lookup of this file's precompressed file in a coding, without opening it.
  LookupRequest precompressed(ContentCoding variant) {
    List<Path> names = PrecompressedFile.names(requested, variant);
    return new LookupRequest(
        names, false, requested, names, null, variant, null, false, null, now, NONE);
  }

  /// Returns the same lookup, after others that have found no file.
  LookupRequest after(List<Path> others) {
    return new LookupRequest(
        names, linked, requested, real, flag, coding, original, opens, known, now, others);
  }

  /// Returns the same lookup at the names below the root to which links lead.
  LookupRequest at(List<Path> real) {
    return new LookupRequest(
        real, true, requested, real, flag, coding, original, opens, known, now, before);
  }

  /// Returns the same lookup at a name in a directory outside of the root, to which links lead.
  LookupRequest outside(Path name) {
    return new LookupRequest(
        List.of(name),
        true,
        requested,
        requested,
        flag,
        coding,
        original,
        opens,
        known,
        now,
        before);
  }

  /// Returns the names of the file before links are followed.
  List<Path> requestedNames() {
    return coding == null ? requested : PrecompressedFile.names(requested, coding);
  }

  /// Returns whether the headers of the file depend on its content.
  boolean dependsOnContent(FileHeaderRules rules) {
    return original == null && rules.dependOnContent(requested);
  }

  /// Returns the headers of the file.
  ///
  /// @param text the facts of its content; [TextFacts#UNKNOWN] if the headers do not depend on it
  FileHeaders headers(FileHeaderRules rules, TextFacts text) {
    return original != null && coding != null
        ? original.ofVariant(coding)
        : rules.of(requested, text);
  }

  /// Returns the URL paths of the file.
  ServedPaths servedPaths() {
    return ServedPaths.of(requested, real, flag == null);
  }

  /// Returns why no file is served.
  ///
  /// @param count number of the names up to the one that is the reason
  NotServed notServed(int count, NotServed.Reason reason) {
    List<Path> all = linked ? requested : names;
    int index = linked ? all.size() : Math.min(count, all.size());
    return NotServed.of(all.subList(0, index), reason, index == all.size() ? flag : null);
  }

  /// Returns whether the result of this lookup is no file, and if so adds the reason.
  boolean isMissing(LookupResult result, List<NotServed> tried) {
    if (result instanceof LookupResult.Missing(var more)) {
      tried.addAll(more);
      return true;
    }
    if (result instanceof LookupResult.Directory) {
      tried.add(notServed(names.size(), NotServed.Reason.DIRECTORY));
      return true;
    }
    return false;
  }

  /// Returns the result if the operating system denies access.
  ///
  /// @param count number of the names up to the one that is not accessible
  LookupResult denied(int count) {
    return new LookupResult.Denied(notServed(count, NotServed.Reason.DENIED));
  }

  /// Returns the result if no file is served.
  ///
  /// @param count number of the names up to the one that is the reason
  LookupResult missing(int count, NotServed.Reason reason) {
    return new LookupResult.Missing(List.of(notServed(count, reason)));
  }

  List<Path> directories() {
    return names.subList(0, names.size() - 1);
  }

  Path last() {
    return names.getLast();
  }
}
