package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/// Handles exceptions that no thread has caught. On a thread of the server it stops the server,
/// which cannot do its work without that thread; on a thread of a plugin it logs the exception.
/// Runs on the thread that threw it.
///
/// @param stop stops the server, for a reason
record UncaughtExceptions(Consumer<Throwable> stop) implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = System.getLogger(UncaughtExceptions.class.getName());

  /// All threads of the server's own are named so.
  private static final String OWN = "otus-";

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (thread.getName().startsWith(OWN)) {
      stop.accept(failure); // first: it takes the least memory
    }
    LOG.log(Level.ERROR, "event=thread-failed thread=" + thread.getName(), failure);
  }
}
