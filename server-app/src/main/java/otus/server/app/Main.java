package otus.server.app;

import java.io.PrintStream;
import java.time.Duration;
import otus.server.app.chain.HandlerChain;
import otus.server.app.logging.Logging;
import otus.server.app.logging.QueuedOutput;

/// Where the process begins, and the only place where it ends itself.
final class Main {

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int MIN_CARRIERS = 16;

  /// How long an end waits for a reader of the output that does not read.
  private static final Duration TO_FLUSH = Duration.ofSeconds(1);

  private static final Duration TO_FLUSH_AT_ONCE = Duration.ofMillis(100);

  private Main() {}

  static void main(String[] args) {
    Logging.configure();
    giveCarriers();
    QueuedOutput out = new QueuedOutput("stdout", System.out);
    QueuedOutput err = new QueuedOutput("stderr", System.err);
    System.setOut(new PrintStream(out, true, System.out.charset()));
    System.setErr(new PrintStream(err, true, System.err.charset()));
    StopSignals signals =
        new StopSignals(
            code -> {
              try {
                flush(out, err, TO_FLUSH_AT_ONCE);
              } finally {
                // Not exit: that waits for the shutdown hooks of plugins, which may hang.
                Runtime.getRuntime().halt(code);
              }
            });
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptions(signals::fail));
    signals.listen();
    Runnable onServing =
        () -> {
          Logging.prepare();
          out.begin();
          err.begin();
          SignalGuard.begin(signals);
        };
    Program program =
        new Program(System.out, System.err, HandlerChain.installed(), signals, onServing);
    int code = program.run(args);
    flush(out, err, TO_FLUSH);
    System.exit(code);
  }

  private static void flush(QueuedOutput out, QueuedOutput err, Duration time) {
    out.await(time);
    err.await(time);
  }

  /// Virtual threads share as many carriers as there are processors, and who computes keeps one: on
  /// a small machine two plugins at work would keep files from being looked at.
  private static void giveCarriers() {
    if (System.getProperty(CARRIERS) == null) {
      int carriers = Math.max(MIN_CARRIERS, Runtime.getRuntime().availableProcessors());
      System.setProperty(CARRIERS, String.valueOf(carriers));
    }
  }
}
