package otus.server.loop;

/// The source of elapsed time: one of the two places in the server that read a clock.
@FunctionalInterface
public interface Ticker {

  /// Returns the nanoseconds since an arbitrary fixed moment; only differences are meaningful.
  long nanoTime();

  /// Returns the system's monotonic clock.
  static Ticker system() {
    return System::nanoTime;
  }
}
