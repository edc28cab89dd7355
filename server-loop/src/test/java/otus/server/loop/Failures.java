package otus.server.loop;

/// Things that go wrong on purpose.
final class Failures {

  /// So that the logger, and with it its level, is not collected.
  private static Object kept;

  private Failures() {}

  /// Throws anything from anywhere.
  @SuppressWarnings("unchecked")
  static <E extends Throwable> void sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  /// Runs with the log of this module switched off, so that a build that succeeds shows no errors.
  static void quietly(Runnable work) {
    silence(true);
    try {
      work.run();
    } finally {
      silence(false);
    }
  }

  /// By reflection, because this module does not read `java.logging`, which may be absent.
  static void silence(boolean on) {
    try {
      Class<?> levels = Class.forName("java.util.logging.Level");
      Class<?> loggers = Class.forName("java.util.logging.Logger");
      Object logger = loggers.getMethod("getLogger", String.class).invoke(null, "otus.server.loop");
      Object level = on ? levels.getField("OFF").get(null) : null;
      loggers.getMethod("setLevel", levels).invoke(logger, level);
      kept = logger;
    } catch (ReflectiveOperationException e) {
      return; // then it is loud
    }
  }
}
