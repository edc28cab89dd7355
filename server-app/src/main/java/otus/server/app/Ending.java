package otus.server.app;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import otus.server.app.config.Options;
import otus.server.app.config.ShutdownPolicy;

/// The graceful end of a server, and the lines about it. Created by [Program]; main thread only,
/// except [#cut].
///
/// @param out receives lines for the operator
record Ending(Server server, Consumer<String> out) {
  private static final Logger LOG = System.getLogger(Ending.class.getName());

  /// Stops the server.
  ///
  /// @param signal name of the signal
  void stop(String signal, ShutdownPolicy shutdown) throws InterruptedException {
    long requests = server.requests();
    out.accept(shutdown.announcement(signal, requests));
    LOG.log(
        requests > 0 ? Level.INFO : Level.DEBUG,
        "event=stopping signal=" + signal + " requests=" + requests);
    if (shutdown.delay().isPositive()) {
      server.announceShutdown();
      Thread.sleep(shutdown.delay());
    }
    report(server.stop(shutdown.grace()));
  }

  /// Ends after a handover: clients finish here, and new connections go to the new process.
  void retire(Options options) throws InterruptedException {
    ShutdownPolicy shutdown = options.shutdown();
    out.accept("Handed over; " + shutdown.finishing(server.requests()) + "\n");
    report(server.retire(options.limits().idleTimeout(), shutdown.grace()));
  }

  /// Aborts the requests in progress and reports them, before a second signal ends the process. Any
  /// thread.
  void cut() {
    long requests = server.requests();
    if (requests > 0) {
      report("A second signal ends the server", requests);
      server.cut();
    }
  }

  private void report(boolean finished) {
    report("The grace period is over", finished ? 0 : server.aborted());
  }

  private void report(String reason, long aborted) {
    if (aborted > 0) { // otherwise only connections without a request were closed
      String requests = aborted == 1 ? "1 request was" : aborted + " requests were";
      out.accept(reason + "; " + requests + " aborted\n");
      LOG.log(Level.WARNING, "event=requests-aborted count=" + aborted);
    }
  }
}
