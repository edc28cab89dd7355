package otus.server.http.h2;

import java.io.IOException;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.FrameBudget;
import otus.server.http.limit.Limit;

/// Counts the frames and resets of one client that are of no use, and ends its connection if they
/// are too many. Owned by the connection, confined to its loop. Each method may end the connection,
/// so it is the last call for a frame.
final class UselessFrames {
  /// The number of changes of windows that may follow one frame of content: some clients send one
  /// for each piece that they have read, of the stream and of the connection.
  private static final int UPDATES = 4;

  /// The maximum number of expected changes: those of a connection on which much is under way.
  private static final int MAX_UPDATES = 4096;

  private final LoopContext context;
  private final Http2Connection connection;
  private final FrameBudget budget;

  /// The number of changes of windows that are expected for the content sent so far.
  private int updates;

  UselessFrames(LoopContext context, Http2Connection connection) {
    this.context = context;
    this.connection = connection;
    budget = new FrameBudget(context.loop().nanoTime());
  }

  /// Counts a frame without content for a stream.
  void frame() throws IOException {
    check(budget.spendFrame(context.loop().nanoTime()));
  }

  /// Counts a change of a window, unless it is expected.
  void windowUpdate() throws IOException {
    if (updates > 0) {
      updates--;
    } else {
      frame();
    }
  }

  /// A frame of content was sent.
  void contentSent() {
    updates = Math.min(MAX_UPDATES, updates + UPDATES);
  }

  /// Counts a stream that the client resets, or that this server resets because of the client.
  void reset() throws IOException {
    check(budget.spendReset(context.loop().nanoTime()));
  }

  /// A response was sent completely, in favour of the client.
  void served() {
    budget.served();
  }

  private void check(boolean withinBudget) throws IOException {
    if (!withinBudget && connection.readsFrames()) {
      context.reached().add(Limit.USELESS_FRAMES);
      connection.fail(ErrorCode.ENHANCE_YOUR_CALM, "too many useless frames or resets");
    }
  }
}
