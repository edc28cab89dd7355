package otus.server.http.exchange;

/// The failure of a handler, or of the source of a response, that is to break the connection, and
/// is no error. For the server of tests; a handler of a plugin cannot name it. Immutable.
public final class IntendedBreakException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Creates an exception without a stack trace.
  public IntendedBreakException() {
    super("the handler breaks the connection intentionally", null, false, false);
  }
}
