package otus.server.staticfiles.lookup;

import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.version.FileFacts;

/// Result of a lookup by [DocumentRoot]. Immutable, but the file of [Opened] and [Unsteady] has to
/// be closed.
public sealed interface LookupResult {

  /// No file is served here.
  ///
  /// @param reason why not
  record Missing(Reason reason) implements LookupResult {
    static final Missing MISSING = new Missing(Reason.NO_NAME);
    static final Missing NO_FILE = new Missing(Reason.NO_FILE);
    static final Missing LINK = new Missing(Reason.LINK);
    static final Missing LINK_OUT = new Missing(Reason.LINK_OUT);
    static final Missing LINK_HIDDEN = new Missing(Reason.LINK_HIDDEN);
    static final Missing LINK_DANGLING = new Missing(Reason.LINK_DANGLING);
  }

  /// Why no file is served, in words that follow its name.
  enum Reason {
    /// No entry has this name.
    NO_NAME("does not exist"),
    /// The entry is of a type that is never opened.
    NO_FILE("is neither a file nor a directory; pipes, sockets and devices are never opened"),
    /// Links are not followed.
    LINK("is a symbolic link, and --symlinks deny follows no links"),
    /// Links are followed only inside of the root.
    LINK_OUT("is a symbolic link out of the root, which requires --symlinks follow"),
    /// The link leads to a name that is hidden.
    LINK_HIDDEN("is a symbolic link to a name that begins with a dot, which requires --hidden"),
    /// The link is dangling.
    LINK_DANGLING("is a broken or circular symbolic link");

    public final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /// The operating system denies access.
  record Denied() implements LookupResult {
    static final Denied DENIED = new Denied();
  }

  /// A directory, although the path did not end with a slash.
  record Directory() implements LookupResult {
    static final Directory DIRECTORY = new Directory();
  }

  /// A path that changed during each attempt.
  record Unstable() implements LookupResult {
    static final Unstable UNSTABLE = new Unstable();
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
  record Opened(StaticFile file) implements LookupResult {}

  /// A file that changed during each attempt, in the state in which it was opened. It may differ a
  /// moment later, so it is not cached.
  ///
  /// @param file owned by the caller
  record Unsteady(StaticFile file) implements LookupResult {}
}
