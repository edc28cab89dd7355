package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/// What is done about a thread that ends because something was thrown and nobody caught it. A
/// thread of the server's own does not end so unless it is broken: the server stops, for it cannot
/// do its work any more. One of a plugin is the plugin's affair: that is logged. Runs on the thread
/// that ends.
///
/// @param stop stops the server, for a reason
record UncaughtFailures(Consumer<Throwable> stop) implements Thread.UncaughtExceptionHandler {
  private static final Logger LOG = System.getLogger(UncaughtFailures.class.getName());

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
