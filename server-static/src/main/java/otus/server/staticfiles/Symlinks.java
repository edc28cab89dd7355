package otus.server.staticfiles;

/// What is done with symbolic links below the root; the option `symlinks`.
enum Symlinks {
  /// A path with a link in it is not found.
  DENY,

  /// A link may lead anywhere below the real root, and nowhere else.
  INSIDE,

  /// A link leads where it says, also out of the root.
  FOLLOW
}
