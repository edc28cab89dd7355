package otus.server.app.config;

/// A usage error of the operator, such as an invalid flag. The message is one line that names the
/// problem; the operator sees nothing else of it. `CommandLine` and `Program` catch it.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
