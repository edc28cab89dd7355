package otus.server.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import otus.server.app.OutputLines;

@Timeout(60)
class QueuedOutputTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Semaphore reads = new Semaphore(0);
  private final OutputLines lines = new OutputLines();
  private final PrintStream read = lines.stream();
  private final QueuedOutput output = QueuedOutput.ofLog("test", new Stalling());
  private final PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
  private final Logger logger = Logger.getLogger(QueuedOutput.class.getPackageName());

  /// Writes log records into the queue, as in the server.
  private final Handler back =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          stream.println(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /// A sink that blocks until the test permits a write.
  private final class Stalling extends OutputStream {
    @Override
    public void write(int octet) {
      throw new AssertionError("one by one");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      reads.acquireUninterruptibly();
      read.write(bytes, offset, length);
    }
  }

  private Handler collector = back;

  @BeforeEach
  void log() {
    logger.addHandler(back);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void logNoMore() {
    reads.release(1_000_000);
    output.close();
    logger.removeHandler(back);
    logger.removeHandler(collector);
    logger.setUseParentHandlers(true);
  }

  @Test
  void output_before_begin_is_written_directly() {
    reads.release();
    stream.print("at once\n");
    assertEquals(List.of("at once"), lines.rest());
  }

  @Test
  void stalled_reader_blocks_no_writer_and_lost_lines_are_counted() throws Exception {
    output.begin();
    int count = 100_000;
    for (int i = 0; i < count; i++) {
      stream.println("line " + i); // returns, although the sink blocks
    }
    output.await(Duration.ofMillis(20));
    reads.release(1_000_000);
    List<String> got = new ArrayList<>();
    String last = "";
    while (!last.startsWith("event=")) {
      last = lines.next();
      got.add(last);
    }
    for (int i = 0; i < got.size() - 1; i++) {
      assertEquals("line " + i, got.get(i));
    }
    int lost = count - (got.size() - 1);
    assertEquals("event=log-lines-lost stream=test count=" + lost, last);
    assertEquals(lost, output.lost());
    stream.println("after");
    assertEquals("after", lines.next());
  }

  @Test
  void line_that_does_not_fit_is_ended_before_the_next() throws Exception {
    output.begin();
    String long_ = "x".repeat(100_000);
    stream.println(long_);
    stream.println(long_); // only some pieces fit
    stream.println("short"); // fits
    reads.release(1_000_000);
    assertEquals(long_, lines.next());
    String half = lines.next();
    assertTrue(half.length() < long_.length() && long_.startsWith(half), "" + half.length());
    assertEquals("short", lines.next());
    assertEquals("event=log-lines-lost stream=test count=1", lines.next());
  }

  /// Collects the messages of the log, instead of writing them into the queue.
  private BlockingQueue<String> collected() {
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    logger.removeHandler(back);
    collector =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            messages.add(record.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(collector);
    return messages;
  }

  @Test
  void lost_lines_are_logged_while_the_sink_blocks() throws Exception {
    BlockingQueue<String> messages = collected();
    try (QueuedOutput blocked = new QueuedOutput("test", new Stalling(), Duration.ofMillis(1))) {
      blocked.begin(1000, Duration.ZERO);
      String start = "event=log-lines-lost stream=test count=";
      long logged = 0;
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 1000; i++) {
          blocked.write("ten bytes\n".getBytes(StandardCharsets.UTF_8));
        }
        while (logged < blocked.lost()) {
          String message = messages.take();
          assertEquals(start, message.substring(0, start.length()));
          logged += Long.parseLong(message.substring(start.length()));
        }
        assertEquals(blocked.lost(), logged);
        assertTrue(logged > 800 * (round + 1), "" + logged);
      }
    }
  }

  @Test
  void lines_that_a_blocked_sink_has_not_taken_at_the_end_are_lost_and_logged() throws Exception {
    BlockingQueue<String> messages = collected();
    QueuedOutput blocked = new QueuedOutput("test", new Stalling(), Duration.ofDays(1));
    blocked.begin();
    blocked.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
    blocked.await(Duration.ofMillis(20));
    blocked.write("three\n".getBytes(StandardCharsets.UTF_8));
    blocked.close();
    assertEquals(3, blocked.lost());
    assertEquals("event=log-lines-lost stream=test count=3", messages.poll());
  }

  @Test
  void await_waits_for_the_queue_up_to_its_timeout() throws Exception {
    output.begin();
    stream.println("last words");
    output.await(Duration.ofMillis(20));
    assertEquals(List.of(), lines.rest());
    reads.release(1_000_000);
    output.await(LONG);
    assertEquals(List.of("last words"), lines.rest());
  }

  @Test
  void lines_within_the_gathering_time_are_written_at_once() throws Exception {
    List<String> written = new ArrayList<>();
    QueuedOutput gathering =
        new QueuedOutput(
            "test",
            new OutputStream() {
              @Override
              public void write(int octet) {
                throw new AssertionError("one by one");
              }

              @Override
              public void write(byte[] bytes, int offset, int length) {
                written.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
              }
            });
    gathering.begin(1000, Duration.ofDays(1));
    for (int i = 0; i < 49; i++) {
      gathering.write("ten bytes\n".getBytes(StandardCharsets.UTF_8));
    }
    gathering.await(LONG); // does not wait for a day
    gathering.close();
    assertEquals("ten bytes\n".repeat(49), String.join("", written));
    assertTrue(written.size() <= 2, written.size() + " writes");
  }

  @Test
  void queue_that_is_half_full_is_written_before_the_gathering_time_is_over() throws Exception {
    output.begin(1000, Duration.ofDays(1));
    reads.release(1_000_000);
    for (int i = 0; i < 60; i++) {
      stream.print("ten bytes\n");
    }
    assertEquals("ten bytes", lines.next());
  }

  @Test
  void lines_do_not_mix_when_the_ring_wraps() throws Exception {
    output.begin(100, Duration.ZERO);
    reads.release(1_000_000);
    for (int i = 0; i < 1000; i++) {
      stream.print("line " + i + "\n");
      output.await(LONG);
      assertEquals("line " + i, lines.next());
    }
    assertEquals(0, output.lost());
  }

  @Test
  void output_continues_when_the_reader_is_gone() throws Exception {
    logger.removeHandler(back); // it would block
    List<String> tried = new ArrayList<>();
    QueuedOutput gone =
        new QueuedOutput(
            "test",
            new OutputStream() {
              @Override
              public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
              }

              @Override
              public void write(byte[] bytes, int offset, int length) throws IOException {
                tried.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
                throw new IOException("Broken pipe");
              }
            });
    gone.begin();
    for (String text : List.of("one\n", "two\n")) {
      gone.write(text.getBytes(StandardCharsets.UTF_8));
      gone.await(LONG);
    }
    assertEquals(List.of("one\n", "two\n"), tried);
    assertEquals(2, gone.lost());
    gone.close();
  }

  /// A sink that interrupts the writer thread, or throws an error, at its first line.
  private static final class Disturbed extends OutputStream {
    final List<Throwable> failures = new CopyOnWriteArrayList<>();
    final List<String> written = new CopyOnWriteArrayList<>();
    private final Runnable disturbance;

    Disturbed(Runnable disturbance) {
      this.disturbance = disturbance;
    }

    @Override
    public void write(int octet) {
      throw new AssertionError("one by one");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      written.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
      if (written.size() == 1) {
        Thread.currentThread().setUncaughtExceptionHandler((_, e) -> failures.add(e));
        disturbance.run();
      }
    }

    void writeTwoLines() throws Exception {
      QueuedOutput output = new QueuedOutput("test", this);
      output.begin();
      for (String text : List.of("one\n", "two\n")) {
        output.write(text.getBytes(StandardCharsets.UTF_8));
        output.await(LONG);
      }
      output.close();
      assertEquals(List.of("one\n", "two\n"), written);
    }
  }

  @Test
  void error_reaches_the_handler_of_the_thread_and_the_next_line_is_written() throws Exception {
    Error error = new LinkageError("planted");
    Disturbed sink =
        new Disturbed(
            () -> {
              throw error;
            });
    sink.writeTwoLines();
    assertEquals(List.of(error), sink.failures);
  }

  @Test
  void interrupt_does_not_end_the_writer() throws Exception {
    Disturbed sink = new Disturbed(() -> Thread.currentThread().interrupt());
    sink.writeTwoLines();
    assertEquals(List.of(), sink.failures);
  }
}
