package otus.server.loop;

/// The source of elapsed time: one of the two places that read a clock.
@FunctionalInterface
public interface Ticker {

  /// Nanoseconds since some fixed moment; only differences mean something.
  long nanoTime();

  /// The system's.
  static Ticker system() {
    return System::nanoTime;
  }
}
