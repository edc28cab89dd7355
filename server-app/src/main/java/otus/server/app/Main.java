package otus.server.app;

/// Where the process begins, and the only place where it ends itself.
final class Main {

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int LEAST_CARRIERS = 16;

  private Main() {}

  static void main(String[] args) {
    Logging.configure();
    giveCarriers();
    StopSignals signals = new StopSignals(System::exit);
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtFailures(signals::fail));
    signals.listen();
    System.exit(new Program(System.out, System.err, Handlers.installed(), signals).run(args));
  }

  /// Virtual threads share as many carriers as there are processors, and who computes keeps one: on
  /// a small machine two plugins at work would keep files from being looked at.
  private static void giveCarriers() {
    if (System.getProperty(CARRIERS) == null) {
      int carriers = Math.max(LEAST_CARRIERS, Runtime.getRuntime().availableProcessors());
      System.setProperty(CARRIERS, String.valueOf(carriers));
    }
  }
}
