package otus.server.app;

import java.io.PrintStream;
import java.time.Duration;
import otus.server.app.admin.AdminProvider;
import otus.server.app.admin.Monitor;
import otus.server.app.chain.HandlerChain;
import otus.server.app.lifecycle.Lifecycle;
import otus.server.app.logging.Logging;
import otus.server.app.logging.QueuedOutput;
import otus.server.app.logging.StandardOutput;

/// The entry point of the process, and the only class that ends it.
final class Main {

  private static final String CARRIERS = "jdk.virtualThreadScheduler.parallelism";
  private static final int MIN_CARRIERS = 16;

  /// With TLS 1.2, a client may otherwise start handshakes on and on in one connection.
  private static final String NO_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

  /// Without it the server keeps the sessions of TLS itself. JDK 25 accepts a ticket only if the
  /// key manager returns the certificate of its session before the name of the server is known. So
  /// sessions of a second certificate would never be resumed, and none after a renewal.
  private static final String TICKETS = "jdk.tls.server.enableSessionTicketExtension";

  /// The time in milliseconds that a handshake waits for the status of a certificate, if the JDK is
  /// told to staple it. A status that arrives later is used by the next handshakes.
  private static final String STAPLING_TIMEOUT = "jdk.tls.stapling.responseTimeout";

  /// Maximum time to write queued output before the process ends, if its reader is slow.
  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(1);

  /// The same, if the process ends at once.
  private static final Duration SHORT_FLUSH_TIMEOUT = Duration.ofMillis(100);

  private Main() {}

  static void main(String[] args) {
    Logging.configure();
    setCarrierThreads();
    System.setProperty(NO_RENEGOTIATION, "true"); // before TLS is loaded
    System.setProperty(TICKETS, System.getProperty(TICKETS, "false"));
    System.setProperty(STAPLING_TIMEOUT, System.getProperty(STAPLING_TIMEOUT, "100"));
    QueuedOutput out = new QueuedOutput("stdout", System.out);
    QueuedOutput err = QueuedOutput.ofLog("stderr", System.err);
    System.setOut(new PrintStream(out, true, System.out.charset()));
    System.setErr(new PrintStream(err, true, System.err.charset()));
    StopSignals signals =
        new StopSignals(
            code -> {
              try {
                flush(out, err, SHORT_FLUSH_TIMEOUT);
              } finally {
                // Not exit(): it waits for the shutdown hooks of plugins, which may hang.
                Runtime.getRuntime().halt(code);
              }
            });
    Thread.setDefaultUncaughtExceptionHandler(new UncaughtExceptions(signals::fail));
    signals.listen();
    if (System.getenv("OTUS_LIFECYCLE") != null) {
      Lifecycle.detach(); // before the terminal matters to signals
    }
    OperatorSignals operator = OperatorSignals.listen(signals::on);
    Runnable onServing =
        () -> {
          Logging.prepare();
          out.begin();
          err.begin();
          SignalGuard.begin(signals);
        };
    Monitor monitor = Wiring.monitor();
    monitor.lostLines("stdout", out::lost);
    monitor.lostLines("stderr", err::lost);
    Program program =
        new Program(
            System.out,
            System.err,
            () -> HandlerChain.installed(new AdminProvider(monitor)),
            signals,
            onServing,
            standardOutput(out),
            operator,
            monitor);
    int code = program.run(args);
    flush(out, err, FLUSH_TIMEOUT);
    System.exit(code);
  }

  /// The launcher knows whether standard output is a terminal: the JDK tells it only if standard
  /// input is one, too. For NO_COLOR see no-color.org.
  private static StandardOutput standardOutput(QueuedOutput queue) {
    boolean terminal = Boolean.getBoolean("otus.terminal");
    String noColour = System.getenv("NO_COLOR");
    boolean colours = terminal && (noColour == null || noColour.isEmpty());
    return StandardOutput.of(System.out, queue, terminal, colours);
  }

  private static void flush(QueuedOutput out, QueuedOutput err, Duration timeout) {
    out.await(timeout);
    out.dropRest();
    err.await(timeout);
  }

  /// Raises the number of carrier threads, which defaults to the number of processors. A virtual
  /// thread that computes keeps its carrier, so on a small machine two busy plugins would keep the
  /// virtual threads that open files from running.
  private static void setCarrierThreads() {
    if (System.getProperty(CARRIERS) == null) {
      int carriers = Math.max(MIN_CARRIERS, Runtime.getRuntime().availableProcessors());
      System.setProperty(CARRIERS, String.valueOf(carriers));
    }
  }
}
