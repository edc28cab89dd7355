package otus.server.loop;

import java.nio.ByteBuffer;

/// The parts of an event loop that need no poller: its time, its deadlines, its idle connections
/// and its buffers. Confined to the thread of the loop.
public abstract class AbstractEventLoop implements EventLoop {
  private static final int BUFFER_SIZE = 64 * 1024;

  /// The deadlines of the loop, which set its time.
  protected final Timers timers;

  private final IdleConnections idle;
  private final ByteBuffer inbound = ByteBuffer.allocate(BUFFER_SIZE);
  private final ByteBuffer outbound = ByteBuffer.allocateDirect(BUFFER_SIZE);

  /// @param now the current time, in nanoseconds of a [Ticker]
  protected AbstractEventLoop(long now) {
    timers = new Timers(now);
    idle = new IdleConnections(timers);
  }

  @Override
  public long nanoTime() {
    return timers.now();
  }

  @Override
  public Deadline deadline(Runnable onExpired) {
    return timers.deadline(onExpired);
  }

  @Override
  public IdleConnections idleConnections() {
    return idle;
  }

  @Override
  public ByteBuffer inbound() {
    return inbound.clear();
  }

  @Override
  public ByteBuffer outbound() {
    return outbound.clear();
  }
}
