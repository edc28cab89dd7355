package otus.server.app;

/// What the command line asks for.
sealed interface Invocation {

  /// Serve.
  record Run(Options options) implements Invocation {}

  /// Explain the flags.
  ///
  /// @param full everything, rather than a line for each flag
  record Help(boolean full) implements Invocation {}

  /// Say which version this is.
  record Version() implements Invocation {}

  /// Serve oneself for a moment, see [Training].
  record Train() implements Invocation {}

  /// Nothing that can be done.
  ///
  /// @param message what is wrong, in one line
  record Fault(String message) implements Invocation {}
}
