package otus.server.app;

import java.io.PrintStream;
import java.util.List;
import otus.server.api.spi.HandlerProvider;

/// The program from its arguments to its exit code; [Main] is what the system starts. Main thread
/// only.
///
/// @param out for what was asked for: help, version, the banner
/// @param err for what went wrong, in one line
/// @param providers the handlers there are
/// @param signals what stops the server
record Program(
    PrintStream out, PrintStream err, Iterable<HandlerProvider> providers, StopSignals signals) {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int MISTAKEN = 2;

  /// Does what the arguments say.
  ///
  /// @return the exit code
  int run(String... words) {
    try {
      switch (Arguments.read(words)) {
        case Invocation.Run(Options options) -> serve(options, urls -> signals.await());
        case Invocation.Train() -> Training.run(this);
        case Invocation.Help(boolean full) -> print(full ? Help.full() : Help.summary());
        case Invocation.Version() -> print(Version.full() + "\n");
        case Invocation.Fault(String message) -> {
          complain(message);
          return MISTAKEN;
        }
      }
      return DONE;
    } catch (Mistake e) {
      complain(String.valueOf(e.getMessage()));
      return MISTAKEN;
    } catch (Exception | Error e) {
      complain("failed: " + e);
      if (System.getenv("OTUS_DEBUG") != null) {
        e.printStackTrace(err);
      }
      return FAILED;
    }
  }

  /// Serves until there is a reason to stop, and stops.
  void serve(Options options, Service service) throws Exception {
    signals.listen();
    try (Server server = Wiring.start(options, providers)) {
      print(Banner.of(options, server.urls()));
      String reason = service.untilStopped(server.urls());
      print(reason + ": stopping; requests have " + seconds(options) + " s to finish\n");
      if (!server.stop(options.grace())) {
        print("The grace period is over: requests under way were cut off\n");
      }
    }
  }

  // A reader that is gone is nothing to stop a server for: a PrintStream does not throw.
  private void print(String text) {
    out.print(text);
    out.flush();
  }

  private void complain(String message) {
    err.print("otus-server: " + message.replaceAll("\\p{Cntrl}+", " ") + "\n");
    err.flush();
  }

  private static String seconds(Options options) {
    double seconds = options.grace().toMillis() / 1000.0;
    return seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
  }

  /// What happens between the start and the stop.
  @FunctionalInterface
  interface Service {

    /// Returns the reason to stop when there is one.
    ///
    /// @param urls where the server is reached
    String untilStopped(List<String> urls) throws Exception;
  }
}
