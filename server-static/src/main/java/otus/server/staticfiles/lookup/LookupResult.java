package otus.server.staticfiles.lookup;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.version.FileFacts;

/// Result of a lookup by [DocumentRoot]. Immutable, but the file of [Opened] and [OpenedUncached]
/// has to be closed.
public sealed interface LookupResult {

  /// Returns the reason for the operator why there is no file, or an empty text if there is one.
  default String reason() {
    return "";
  }

  /// No file is served here.
  ///
  /// @param tried why not, for each name that was tried
  record Missing(List<NotServed> tried) implements LookupResult {

    /// Copies the list.
    public Missing {
      tried = List.copyOf(tried);
    }

    @Override
    public String reason() {
      return tried.stream().map(NotServed::toString).distinct().collect(Collectors.joining("; "));
    }
  }

  /// The operating system denies access.
  ///
  /// @param name the name that is not accessible
  record Denied(NotServed name) implements LookupResult {
    @Override
    public String reason() {
      return name.toString();
    }
  }

  /// A directory, although the path did not end with a slash.
  record Directory() implements LookupResult {
    public static final Directory DIRECTORY = new Directory();

    @Override
    public String reason() {
      return "it is a directory, and the path does not end with a slash";
    }
  }

  /// A path that changed during each attempt.
  record Unstable() implements LookupResult {
    static final Unstable UNSTABLE = new Unstable();

    @Override
    public String reason() {
      return "the file changed during each of several attempts";
    }
  }

  /// The file is still in the known state, so it was not opened.
  record Unchanged() implements LookupResult {
    static final Unchanged UNCHANGED = new Unchanged();
  }

  /// A file, for a lookup that does not open it.
  ///
  /// @param facts its state
  record Stat(FileFacts facts) implements LookupResult {}

  /// An opened file.
  ///
  /// @param file owned by the caller
  /// @param names requested names of the file, or of its original
  record Opened(StaticFile file, List<Path> names) implements LookupResult {}

  /// A file that changed during each attempt, in the state in which it was opened. It may differ a
  /// moment later, so it is not cached.
  ///
  /// @param file owned by the caller
  /// @param names requested names of the file, or of its original
  record OpenedUncached(StaticFile file, List<Path> names) implements LookupResult {}
}
