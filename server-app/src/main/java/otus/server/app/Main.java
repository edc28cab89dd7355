package otus.server.app;

/// Where the process begins, and the only place where it ends itself.
final class Main {

  /// One line a record, on standard error: time, level, logger, message; then the stack trace, if
  /// there is one. Read when the first record is written, not at start-up.
  private static final String LOG_FORMAT = "%1$tFT%1$tT.%1$tL%1$tz %4$s %3$s %5$s%6$s%n";

  private Main() {}

  static void main(String[] args) {
    String format = "java.util.logging.SimpleFormatter.format";
    if (System.getProperty(format) == null) {
      System.setProperty(format, LOG_FORMAT);
    }
    StopSignals signals = new StopSignals(System::exit);
    signals.listen();
    System.exit(new Program(System.out, System.err, Handlers.installed(), signals).run(args));
  }
}
