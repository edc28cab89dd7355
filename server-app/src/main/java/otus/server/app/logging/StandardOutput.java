package otus.server.app.logging;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Standard output as the target of an access log. Owned by `Main`; any thread.
///
/// @param stream the stream, which all output of the process shares, so that lines do not mix
/// @param queue starts the queue of the stream, with the given capacity and time to gather lines
/// @param lost the number of lines that the queue has lost
/// @param terminal whether the output is shown on a terminal
/// @param colours whether lines on the terminal may be coloured
public record StandardOutput(
    OutputStream stream, Queue queue, LongSupplier lost, boolean terminal, boolean colours) {

  /// Starts a queue.
  @FunctionalInterface
  public interface Queue {

    /// Starts the queue, unless that has happened.
    void begin(int capacity, Duration gather);
  }

  /// Returns a stream of the process with its queue.
  public static StandardOutput of(
      PrintStream stream, QueuedOutput queue, boolean terminal, boolean colours) {
    return new StandardOutput(stream, queue::begin, queue::lost, terminal, colours);
  }

  /// Returns a stream without a queue, which is not a terminal.
  public static StandardOutput plain(OutputStream stream) {
    return new StandardOutput(stream, (_, _) -> {}, () -> 0, false, false);
  }
}
