package otus.server.staticfiles;

/// What is under a path. Made by [DocumentRoot].
sealed interface Found {

  /// Nothing that is served.
  record Missing() implements Found {
    static final Missing MISSING = new Missing();
  }

  /// Something that the operating system does not let us see.
  record Denied() implements Found {
    static final Denied DENIED = new Denied();
  }

  /// A folder, though the path did not end with a slash.
  record Folder() implements Found {
    static final Folder FOLDER = new Folder();
  }

  /// A file that changed each time while it was looked at.
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
}
