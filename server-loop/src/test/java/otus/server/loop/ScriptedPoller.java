package otus.server.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A transport without sockets: each poll does what the test has written down for it.
final class ScriptedPoller implements Poller {

  /// One poll.
  interface Step {
    void poll(long timeoutNanos, Sink sink) throws IOException;
  }

  final List<Long> timeouts = new ArrayList<>();
  final List<AssertionError> failures = new ArrayList<>();
  final AtomicInteger wakeups = new AtomicInteger();
  boolean closed;

  /// Thrown by whoever looks for endpoints; null for nothing.
  @Nullable Error failure;

  private final Queue<Step> steps = new ArrayDeque<>();

  ScriptedPoller then(Step step) {
    steps.add(step);
    return this;
  }

  @Override
  public void poll(long timeoutNanos, Sink sink) throws IOException {
    timeouts.add(timeoutNanos);
    Step step = steps.poll();
    if (step == null) {
      throw new IOException("the script is over");
    }
    try {
      step.poll(timeoutNanos, sink);
    } catch (AssertionError e) {
      failures.add(e);
      throw e;
    }
  }

  @Override
  public void wakeup() {
    wakeups.incrementAndGet();
  }

  @Override
  public ListenSocket listen(InetSocketAddress address, boolean shared) {
    throw new AssertionError("nobody listens here");
  }

  @Override
  public ReadyEndpoint register(
      AcceptedSocket socket, EventLoop loop, Sink sink, ConnectionFactory acceptor) {
    throw new AssertionError("nobody connects here");
  }

  @Override
  public void forEachEndpoint(Consumer<ReadyEndpoint> each) {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public boolean hasNoEndpoints() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
  }

  /// A listening socket that notes when it is told to pause.
  static final class Listening implements ListenSocket {
    final List<Boolean> accepting = new ArrayList<>();

    @Override
    public InetSocketAddress address() {
      return new InetSocketAddress(1);
    }

    @Override
    public void share() {}

    @Override
    public void accepting(boolean on) {
      accepting.add(on);
    }

    @Override
    public void accept(Sink sink) {}

    @Override
    public void finish(Sink sink) {}
  }
}
