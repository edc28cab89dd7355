package otus.server.app.config;

/// A mistake of the operator's: the message, in one line, says what is wrong and is all that is
/// shown of it. `Arguments` and `Program` catch it.
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
