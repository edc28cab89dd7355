package otus.server.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A poller without sockets. Each poll runs the next step of a script.
final class ScriptedPoller implements Poller {

  /// One poll.
  interface Step {
    void poll(long timeoutNanos, Sink sink) throws IOException;
  }

  final List<Long> timeouts = new ArrayList<>();
  final List<AssertionError> failures = new ArrayList<>();
  final AtomicInteger wakeups = new AtomicInteger();
  boolean closed;

  /// The error that [#forEachEndpoint] throws, or null.
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
  public ListenSocket listen(SocketAddress address, boolean shared) {
    throw new AssertionError("unexpected listen");
  }

  @Override
  public ListenSocket adopt(int descriptor) {
    throw new AssertionError("unexpected adopt");
  }

  @Override
  public ReadyEndpoint register(
      AcceptedSocket socket, EventLoop loop, Sink sink, ConnectionFactory factory) {
    throw new AssertionError("unexpected register");
  }

  @Override
  public void forEachEndpoint(Consumer<ReadyEndpoint> each) {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void cutOff() {}

  @Override
  public boolean hasNoEndpoints() {
    return true;
  }

  @Override
  public void close() {
    closed = true;
  }

  /// A listening socket that records pauses.
  static final class Listening implements ListenSocket {
    final List<Boolean> accepting = new ArrayList<>();

    @Override
    public SocketAddress address() {
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

    @Override
    public void leave() {}
  }
}
