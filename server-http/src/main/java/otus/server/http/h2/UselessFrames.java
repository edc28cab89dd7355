package otus.server.http.h2;

import java.io.IOException;
import otus.server.http.exchange.LoopContext;
import otus.server.http.h2.codec.ErrorCode;
import otus.server.http.h2.codec.FrameBudget;
import otus.server.http.limit.Limit;

/// Counts the frames and resets of one client that are of no use, and ends its connection if they
/// are too many. Owned by the connection, confined to its loop.
final class UselessFrames {
  private final LoopContext context;
  private final Http2Connection connection;
  private final FrameBudget budget;

  UselessFrames(LoopContext context, Http2Connection connection) {
    this.context = context;
    this.connection = connection;
    budget = new FrameBudget(context.loop().nanoTime());
  }

  /// Counts a frame without content for a stream.
  void frame() throws IOException {
    check(budget.spendFrame(context.loop().nanoTime()));
  }

  /// Counts a stream that the client resets, or that this server resets because of the client.
  void reset() throws IOException {
    check(budget.spendReset(context.loop().nanoTime()));
  }

  /// Counts a response that was sent completely, in favour of the client.
  void served() {
    budget.served();
  }

  private void check(boolean withinBudget) throws IOException {
    if (!withinBudget) {
      context.reached().add(Limit.USELESS_FRAMES);
      connection.fail(ErrorCode.ENHANCE_YOUR_CALM, "too many useless frames or resets");
    }
  }
}
