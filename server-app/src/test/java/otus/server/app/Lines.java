package otus.server.app;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A stream whose lines can be waited for.
public final class Lines {
  private final StringBuilder line = new StringBuilder();
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  /// The end that is written to.
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

  /// The next line, which has to come in time.
  public String next() throws InterruptedException {
    String next = lines.poll(20, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no line came");
    }
    return next;
  }

  /// Says that no more lines come.
  void end() {
    ended.countDown();
  }

  /// All lines that were not taken, when no more come.
  List<String> toEnd() throws InterruptedException {
    if (!ended.await(20, TimeUnit.SECONDS)) {
      throw new AssertionError("the end did not come");
    }
    return rest();
  }

  /// All lines that are there and were not taken.
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    lines.drainTo(rest);
    return rest;
  }
}
