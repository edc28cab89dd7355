package otus.server.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A stream for output, whose lines a test can wait for. Any thread.
public final class OutputLines {
  private final StringBuilder line = new StringBuilder();
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /// The stream to write to.
  public PrintStream stream() {
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int octet) {
            add((char) (octet & 0xff));
          }
        };
    return new PrintStream(sink, true, StandardCharsets.ISO_8859_1);
  }

  private synchronized void add(char octet) {
    if (octet == '\n') {
      lines.add(line.toString());
      line.setLength(0);
    } else {
      line.append(octet);
    }
  }

  /// Takes the next line; fails if it does not arrive in time.
  public String next() throws InterruptedException {
    String next = lines.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no line came");
    }
    return next;
  }

  /// Marks the end of the output.
  void end() {
    ended.countDown();
  }

  /// Waits for the end of the output and takes all remaining lines.
  List<String> toEnd() throws InterruptedException {
    if (!ended.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the end did not come");
    }
    return rest();
  }

  /// Takes all lines that have arrived so far.
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    lines.drainTo(rest);
    return rest;
  }
}
