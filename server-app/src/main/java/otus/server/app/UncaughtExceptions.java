package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import otus.server.api.fields.LogValue;

/// Handles uncaught exceptions. Logs them; if the thread belongs to the server, which cannot work
/// without it, also stops the server. Runs on the failed thread.
///
/// @param stop stops the server because of a failure
record UncaughtExceptions(Consumer<Throwable> stop) implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = System.getLogger(UncaughtExceptions.class.getName());

  /// Prefix of the names of all threads of the server.
  private static final String OWN = "otus-";

  @Override
  public void uncaughtException(Thread thread, Throwable failure) {
    if (thread.getName().startsWith(OWN)) {
      stop.accept(failure); // before logging, which needs more memory
    }
    LOG.log(Level.ERROR, "event=thread-failed thread=" + LogValue.of(thread.getName()), failure);
  }
}
