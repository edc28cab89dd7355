package otus.server.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessagesTest {
  private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
  private final Messages messages =
      new Messages(new PrintStream(plain, true, StandardCharsets.UTF_8));
  private final List<String> logged = new ArrayList<>();
  private final Logger logger = Logger.getLogger(Messages.class.getName());
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(LevelNames.of(record.getLevel()) + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.addHandler(handler);
  }

  @AfterEach
  void forget() {
    logger.removeHandler(handler);
  }

  private String plain() {
    return plain.toString(StandardCharsets.UTF_8);
  }

  @Test
  void warnings_wait_until_the_format_of_the_log_is_known() {
    messages.warn("a");
    messages.print("error");
    assertEquals("otus-server: error\n", plain());
    messages.format(false);
    messages.warn("b\n");
    assertEquals("otus-server: error\notus-server: a\notus-server: b\\n\n", plain());
    assertEquals(List.of(), logged);
  }

  @Test
  void warnings_are_events_while_the_server_serves() {
    messages.format(false);
    messages.serving();
    messages.warn("a \"b\"");
    messages.fail("c");
    assertEquals(List.of("warning event=warning-reported message=\"a \\\"b\\\"\""), logged);
    assertEquals("otus-server: failed: c\n", plain());
  }

  @Test
  void warnings_and_failures_are_events_of_a_log_in_json() {
    messages.warn("a");
    messages.format(true);
    messages.fail("c");
    assertEquals(
        List.of("warning event=warning-reported message=a", "error event=server-failed message=c"),
        logged);
    assertEquals("", plain());
  }
}
