package otus.server.loop;

/// Deliberate failures.
final class Failures {

  /// Keeps the logger, and thus its level, from being collected.
  private static Object kept;

  private Failures() {}

  /// Throws any exception, without declaring it.
  @SuppressWarnings("unchecked")
  static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  /// Runs with the log of this module off, so that a successful build shows no errors.
  static void quietly(Runnable work) {
    silence(true);
    try {
      work.run();
    } finally {
      silence(false);
    }
  }

  /// Turns the log off or on; by reflection, because this module does not read `java.logging`,
  /// which may be absent.
  static void silence(boolean on) {
    try {
      Class<?> levels = Class.forName("java.util.logging.Level");
      Class<?> loggers = Class.forName("java.util.logging.Logger");
      Object logger = loggers.getMethod("getLogger", String.class).invoke(null, "otus.server.loop");
      Object level = on ? levels.getField("OFF").get(null) : null;
      loggers.getMethod("setLevel", levels).invoke(logger, level);
      kept = logger;
    } catch (ReflectiveOperationException e) {
      return; // the log stays on
    }
  }
}
