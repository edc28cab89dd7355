package otus.server.app.logging;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogLinesTest {

  /// As `java.util.logging` does, by the name in `conf/logging.properties` of the image.
  @Test
  void jdk_can_create_the_format_by_its_name() throws Exception {
    Class<?> named = ClassLoader.getSystemClassLoader().loadClass(LogLines.class.getName());
    Formatter format = (Formatter) named.getConstructor().newInstance();
    String line = format.format(new LogRecord(Level.WARNING, "event=x"));
    assertTrue(line.contains(" warning "), line);
    Module logging = Level.class.getModule();
    assertTrue(named.getModule().isExported(named.getPackageName(), logging));
  }
}
