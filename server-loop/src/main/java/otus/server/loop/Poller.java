package otus.server.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/// What a loop needs of a transport: waiting, and being woken. Confined to its loop but for
/// [#wakeup]; the loop itself is the same for all transports.
public interface Poller extends AutoCloseable {

  /// Waits until something is ready, the time is over or [#wakeup] was called, then tells `sink` of
  /// each thing that is ready. A thing that was closed meanwhile, also by the sink itself in this
  /// very call, is left out.
  ///
  /// @param timeoutNanos 0 for not waiting, [Long#MAX_VALUE] for no limit
  /// @throws IOException if the poller itself is broken
  void poll(long timeoutNanos, Sink sink) throws IOException;

  /// Ends the wait that is under way, or else the next one; any thread.
  void wakeup();

  /// Starts to listen.
  ///
  /// @param shared whether other pollers listen on the same address
  /// @throws IOException if the address cannot be had
  ListenSocket listen(InetSocketAddress address, boolean shared) throws IOException;

  /// Makes an endpoint of a socket this transport accepted, with interest in reading; closes the
  /// socket if that fails. If `sink` does not want it, the endpoint is closed already.
  ///
  /// @param sink is told now that the endpoint was opened, and later that it was closed
  /// @throws IOException if the connection is broken already
  ReadyEndpoint register(
      AcceptedSocket socket, EventLoop loop, Sink sink, ConnectionFactory acceptor)
      throws IOException;

  /// Calls `each` for every open endpoint.
  void forEachEndpoint(Consumer<ReadyEndpoint> each);

  /// Whether no endpoint is open.
  boolean hasNoEndpoints();

  /// Closes the poller and its listening sockets; its endpoints have been closed before.
  /// Idempotent.
  @Override
  void close();

  /// Hears what is ready; methods do not throw.
  interface Sink {

    /// The wait is over and something is ready; called before the others, once a poll.
    void onAwake();

    /// Bytes can be read from, or written to, an endpoint.
    void onReady(ReadyEndpoint ready, boolean readable, boolean writable);

    /// Whether a socket may accept one more connection, which is waiting. If there are connections
    /// enough, the socket is told to pause until there is room, for which an idle one is closed.
    boolean mayAccept(ListenSocket socket);

    /// Whether there is room for another connection as it is.
    boolean hasRoom();

    /// There is a new endpoint.
    ///
    /// @return whether it may stay; otherwise it is closed before anybody listens to it
    boolean onOpened(Endpoint endpoint);

    /// An endpoint that was opened is being closed.
    void onClosed(Endpoint endpoint);

    /// A connection was accepted.
    void onAccepted(AcceptedSocket socket);

    /// A connection could not be accepted; the socket still listens.
    void onAcceptFailed(ListenSocket socket, IOException failure);
  }

  /// An endpoint and who listens to it.
  interface ReadyEndpoint {

    /// The endpoint.
    Endpoint endpoint();

    /// Its listener.
    EndpointListener listener();
  }

  /// A connection that belongs to no loop yet.
  interface AcceptedSocket {

    /// Gives it up.
    void close();
  }
}
