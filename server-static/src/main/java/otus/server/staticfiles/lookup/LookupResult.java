package otus.server.staticfiles.lookup;

import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.version.FileFacts;

/// What is under a path. Made by [DocumentRoot].
public sealed interface LookupResult {

  /// Nothing that is served.
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

  /// Why something is not served, in words that follow its name.
  enum Reason {
    /// There is nothing.
    NO_NAME("does not exist"),
    /// Something that is never opened.
    NO_FILE("is neither a file nor a directory; pipes, sockets and devices are never opened"),
    /// No link counts.
    LINK("is a symbolic link, and --symlinks deny follows no links"),
    /// A link counts only inside.
    LINK_OUT("is a symbolic link out of the root, which requires --symlinks follow"),
    /// A link to what would not be served under its own name.
    LINK_HIDDEN("is a symbolic link to a name that begins with a dot, which requires --hidden"),
    /// A link to nothing.
    LINK_DANGLING("is a broken or circular symbolic link");

    public final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /// Something that the operating system does not let us see.
  record Denied() implements LookupResult {
    static final Denied DENIED = new Denied();
  }

  /// A folder, though the path did not end with a slash.
  record Directory() implements LookupResult {
    static final Directory DIRECTORY = new Directory();
  }

  /// Something that was exchanged each time while it was looked at.
  record Unstable() implements LookupResult {
    static final Unstable UNSTABLE = new Unstable();
  }

  /// The very state of the file that was known already.
  record Unchanged() implements LookupResult {
    static final Unchanged UNCHANGED = new Unchanged();
  }

  /// A file that was to be looked at, not to be opened.
  ///
  /// @param facts its state
  record Stat(FileFacts facts) implements LookupResult {}

  /// A file.
  ///
  /// @param file belongs to whoever asked
  record Opened(StaticFile file) implements LookupResult {}

  /// A file that changed each time while it was looked at, as it was when it was opened. Nothing of
  /// it is known to be true a moment later, so it is not kept.
  ///
  /// @param file belongs to whoever asked
  record Unsteady(StaticFile file) implements LookupResult {}
}
