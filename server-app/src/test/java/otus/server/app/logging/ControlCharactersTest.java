package otus.server.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ControlCharactersTest {
  /// All escaped characters: C0, DEL, C1, direction marks, invisible ones, separators.
  private static final List<Integer> OBEYED =
      IntStream.concat(
              IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0)),
              IntStream.of(
                  0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c,
                  0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0xfeff, 0xd800, 0xdfff, 0xe0001))
          .boxed()
          .toList();

  private static String all() {
    StringBuilder all = new StringBuilder();
    OBEYED.forEach(character -> all.append('<').appendCodePoint(character).append('>'));
    return all.toString();
  }

  private static void assertShown(String text) {
    text.codePoints()
        .filter(character -> character != '\n')
        .forEach(
            character ->
                assertFalse(OBEYED.contains(character), () -> Integer.toHexString(character)));
  }

  @Test
  void control_characters_are_escaped() {
    assertShown(ControlCharacters.escaped(all()));
    assertEquals(
        "a\\n\\r\\t\\u001b[31m\\u007f", ControlCharacters.escaped("a\n\r\t\u001b[31m\u007f"));
    assertEquals(
        "\\u009b2J\\u202e\\udb40\\udc01", ControlCharacters.escaped("\u009b2J\u202e\udb40\udc01"));
    assertEquals("a\nb\\u0007", ControlCharacters.escapedInLines("a\nb\u0007"));
  }

  @Test
  void other_characters_are_unchanged() {
    String text = "GET /a%20b \\ \"ünï 文\" \ud83e\udd89 ~";
    assertEquals(text, ControlCharacters.escaped(text));
  }

  @Test
  void log_records_are_escaped() {
    LogRecord record = new LogRecord(Level.WARNING, "event=x path=" + all());
    record.setLoggerName("otus" + all());
    Exception failure = new IllegalStateException(all(), new Exception(all()));
    failure.addSuppressed(new Exception(all()));
    record.setThrown(failure);
    String text = new LogLines("%4$s %3$s %5$s%6$s%n", false).format(record);
    assertShown(text.replaceAll("(?m)^\t+", "")); // without the indentation of a stack trace
    List<String> lines = text.lines().toList();
    assertTrue(lines.get(0).startsWith("warning otus<\\u0000>"), lines.get(0));
    assertTrue(lines.get(0).contains("event=x path=<\\u0000>"), lines.get(0));
    assertTrue(lines.get(1).startsWith("java.lang.IllegalStateException: <\\u0000>"), lines.get(1));
    for (String line : lines.subList(2, lines.size())) {
      assertTrue(line.matches("(\t?Suppressed: |Caused by: |\t+at ).*"), line);
    }
  }

  @Test
  void throwable_that_throws_is_named_by_its_class() {
    Exception hostile =
        new Exception() {
          @Override
          public String toString() {
            throw new IllegalStateException();
          }

          @Override
          public synchronized Throwable getCause() {
            throw new IllegalStateException();
          }
        };
    String trace = StackTrace.of(hostile);
    assertTrue(trace.startsWith(hostile.getClass().getName() + "\n\tat "), trace);
  }

  @Test
  void cycle_of_causes_ends() {
    Exception one = new Exception("one");
    Exception two = new Exception("two", one);
    one.initCause(two);
    String trace = StackTrace.of(two);
    assertTrue(trace.contains("Caused by: java.lang.Exception: one\n"), trace);
    assertTrue(trace.endsWith("Caused by: java.lang.Exception: two (as above)\n"), trace);
  }
}
