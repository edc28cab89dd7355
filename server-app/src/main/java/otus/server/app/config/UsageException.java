package otus.server.app.config;

/// An error that the operator has to correct, such as an invalid flag. The message is one line that
/// names the problem; the operator sees nothing else of it. `CommandLine` and `Program` catch it.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int EXIT_USAGE = 2;

  private final int exitCode;

  public UsageException(String message) {
    super(message);
    exitCode = EXIT_USAGE;
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
    exitCode = EXIT_USAGE;
  }

  /// A problem of the system that the command line did not cause.
  ///
  /// @param exitCode the exit code of the process
  public UsageException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /// The exit code of the process.
  public int exitCode() {
    return exitCode;
  }
}
