package otus.server.staticfiles.lookup;

import otus.server.staticfiles.file.StaticFile;
import otus.server.staticfiles.version.FileFacts;

/// What is under a path. Made by [DocumentRoot].
public sealed interface Found {

  /// Nothing that is served.
  ///
  /// @param reason why not
  record Missing(Reason reason) implements Found {
    static final Missing MISSING = new Missing(Reason.NO_NAME);
    static final Missing NO_FILE = new Missing(Reason.NO_FILE);
    static final Missing LINK = new Missing(Reason.LINK);
    static final Missing LINK_OUT = new Missing(Reason.LINK_OUT);
    static final Missing LINK_HIDDEN = new Missing(Reason.LINK_HIDDEN);
    static final Missing LINK_ASTRAY = new Missing(Reason.LINK_ASTRAY);
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
    LINK_ASTRAY("is a broken or circular symbolic link");

    public final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /// Something that the operating system does not let us see.
  record Denied() implements Found {
    static final Denied DENIED = new Denied();
  }

  /// A folder, though the path did not end with a slash.
  record Folder() implements Found {
    static final Folder FOLDER = new Folder();
  }

  /// Something that was exchanged each time while it was looked at.
  record Unstable() implements Found {
    static final Unstable UNSTABLE = new Unstable();
  }

  /// The very state of the file that was known already.
  record Unchanged() implements Found {
    static final Unchanged UNCHANGED = new Unchanged();
  }

  /// A file that was to be looked at, not to be opened.
  ///
  /// @param facts its state
  record Seen(FileFacts facts) implements Found {}

  /// A file.
  ///
  /// @param file belongs to whoever asked
  record Opened(StaticFile file) implements Found {}

  /// A file that changed each time while it was looked at, as it was when it was opened. Nothing of
  /// it is known to be true a moment later, so it is not kept.
  ///
  /// @param file belongs to whoever asked
  record Unsteady(StaticFile file) implements Found {}
}
