package otus.server.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {
  private static final String START =
      "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"warning\",\"logger\":\"l\"";

  private static LogRecord record(String message) {
    LogRecord record = new LogRecord(Level.WARNING, message);
    record.setInstant(Instant.EPOCH);
    record.setLoggerName("l");
    return record;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "event=a|,\"event\":\"a\"",
        "event=a b=c d=\"e f\"|,\"event\":\"a\",\"b\":\"c\",\"d\":\"e f\"",
        "event=a n=17 s=-1.5 q=\"17\" z=017"
            + " v=1.2.3|,\"event\":\"a\",\"n\":17,\"s\":-1.5,\"q\":\"17\",\"z\":\"017\",\"v\":\"1.2.3\"",
        "event=a b= c=|,\"event\":\"a\",\"b\":\"\",\"c\":\"\"",
        "event=a b=\"c \\\"d\\\" \\\\e \\f\"|,\"event\":\"a\",\"b\":\"c \\\"d\\\" \\\\e \\\\f\"",
        "event=a b=c\"d=e f=\"\"|,\"event\":\"a\",\"b\":\"c\\\"d=e\",\"f\":\"\"",
        "event=a b=\"c\"d|,\"message\":\"event=a b=\\\"c\\\"d\"",
        "event=a b=\"c|,\"message\":\"event=a b=\\\"c\"",
        "event=a  b=c|,\"message\":\"event=a  b=c\"",
        "event=a event=b level=c|,\"event\":\"a\"",
        "event=a and more|,\"message\":\"event=a and more\"",
        "it \"works\"|,\"message\":\"it \\\"works\\\"\"",
        "a\u001b\u20ac|,\"message\":\"a\\u001b\\u20ac\"",
      })
  void pairs_are_members(String message, String members) {
    assertEquals(START + members + "}\n", new JsonLines().format(record(message)));
  }

  @Test
  void stack_trace_is_one_member() {
    LogRecord record = record("event=a");
    Exception failure = new IllegalStateException("b\n\"c\"");
    failure.setStackTrace(new StackTraceElement[] {new StackTraceElement("C", "m", "C.java", 1)});
    record.setThrown(failure);
    assertEquals(
        START
            + ",\"event\":\"a\",\"stack\":\"java.lang.IllegalStateException: b\\\\n\\\"c\\\"\\n"
            + "\\tat C.m(C.java:1)\\n\"}\n",
        new JsonLines().format(record));
  }
}
