package otus.server.loop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import otus.server.loop.nio.NioTransport;

/// A started group of loops on a free port.
final class Server implements AutoCloseable {
  final LoopGroup group;
  final InetSocketAddress address;
  final List<EventLoop> loops = new CopyOnWriteArrayList<>();

  /// The ways in which connections are spread over loops.
  enum Spread {
    ONE_LOOP(1, new NioTransport()),
    BY_THE_KERNEL(3, new NioTransport()),
    ROUND_ROBIN(3, new Unshared(new NioTransport()));

    final int size;
    private final Transport transport;

    Spread(int size, Transport transport) {
      this.size = size;
      this.transport = transport;
    }

    LoopGroup open(Ticker ticker) throws IOException {
      return open(ticker, ConnectionLimits.defaults());
    }

    LoopGroup open(Ticker ticker, ConnectionLimits limits) throws IOException {
      assumeTrue(this != BY_THE_KERNEL || transport.spreadsConnections(anyPort()));
      return LoopGroup.open(transport, size, ticker, limits);
    }
  }

  Server(Spread spread, Ticker ticker, Function<Endpoint, EndpointListener> listeners)
      throws IOException {
    this(spread.open(ticker), listeners);
  }

  Server(Spread spread, ConnectionLimits limits, Function<Endpoint, EndpointListener> listeners)
      throws IOException {
    this(spread.open(Ticker.system(), limits), listeners);
  }

  private Server(LoopGroup opened, Function<Endpoint, EndpointListener> listeners)
      throws IOException {
    group = opened;
    address =
        listen(
            group,
            loop -> {
              loops.add(loop);
              return listeners::apply;
            });
    group.start();
  }

  Server(Spread spread, Function<Endpoint, EndpointListener> listeners) throws IOException {
    this(spread, Ticker.system(), listeners);
  }

  /// Listens on a free port.
  static InetSocketAddress listen(LoopGroup group, Function<EventLoop, ConnectionFactory> protocol)
      throws IOException {
    return (InetSocketAddress) group.listen(anyPort(), protocol);
  }

  static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  Client connect() throws IOException {
    return new Client(address);
  }

  /// Drains the group on a separate thread.
  CompletableFuture<Boolean> drain(Duration grace) {
    CompletableFuture<Boolean> finished = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("drain")
        .start(
            () -> {
              try {
                finished.complete(group.drain(grace));
              } catch (Throwable e) {
                finished.completeExceptionally(e);
              }
            });
    return finished;
  }

  /// Runs work on a loop and waits for its result.
  static <T> T on(EventLoop loop, Callable<T> work)
      throws InterruptedException, ExecutionException {
    CompletableFuture<T> result = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            result.complete(work.call());
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        });
    return result.get();
  }

  @Override
  public void close() {
    group.close();
  }

  /// The transport of a system on which loops cannot share an address.
  private record Unshared(Transport transport) implements Transport {

    @Override
    public Poller open() throws IOException {
      return transport.open();
    }

    @Override
    public boolean spreadsConnections(SocketAddress address) {
      return false;
    }
  }
}
