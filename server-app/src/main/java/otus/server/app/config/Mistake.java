package otus.server.app.config;

/// A mistake of the operator's: the message, in one line, says what is wrong and is all that is
/// shown of it. `Arguments` and `Program` catch it.
public final class Mistake extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Mistake(String message) {
    super(message);
  }

  public Mistake(String message, Throwable cause) {
    super(message, cause);
  }
}
