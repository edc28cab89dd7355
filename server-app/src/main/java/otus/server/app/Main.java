package otus.server.app;

/// Where the process begins, and the only place where it ends itself.
final class Main {

  private Main() {}

  static void main(String[] args) {
    Logging.configure();
    StopSignals signals = new StopSignals(System::exit);
    signals.listen();
    System.exit(new Program(System.out, System.err, Handlers.installed(), signals).run(args));
  }
}
