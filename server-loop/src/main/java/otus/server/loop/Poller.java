package otus.server.loop;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Consumer;

/// The transport of one loop: it waits for events, and owns the sockets of the loop. Each loop has
/// its own poller; all methods except [#wakeup] and [#cutOff] run on the thread of that loop, or
/// before it starts.
public interface Poller extends AutoCloseable {

  /// Waits until a socket is ready, the timeout has expired, or [#wakeup] was called, then calls
  /// `sink` for each ready socket. Skips endpoints that were closed meanwhile, even if `sink`
  /// itself closed them during this call.
  ///
  /// @param timeoutNanos the timeout in nanoseconds; 0 not to wait, [Long#MAX_VALUE] for no timeout
  /// @throws IOException if the poller itself is broken
  void poll(long timeoutNanos, Sink sink) throws IOException;

  /// Ends the current wait, or the next one if none is in progress. Any thread.
  void wakeup();

  /// Starts to listen on an address, of the internet or of a Unix socket.
  ///
  /// @param shared whether other pollers listen on the same address
  /// @throws IOException if the socket cannot be bound to the address
  ListenSocket listen(SocketAddress address, boolean shared) throws IOException;

  /// Accepts from a listening socket that another process has opened, and that stays open there.
  ///
  /// @param descriptor the socket's number in this process; closed, unless an exception is thrown
  /// @throws IOException if the system does not support it
  ListenSocket adopt(int descriptor) throws IOException;

  /// Creates an endpoint, with interest in reading, for a socket that this transport accepted.
  /// Closes the socket on failure. The returned endpoint is already closed if `sink` rejected it.
  ///
  /// @param sink the receiver of [Sink#onOpened], which is called now, and of [Sink#onClosed]
  /// @param factory the factory for the listener of the endpoint
  /// @throws IOException if the connection is already broken
  ReadyEndpoint register(
      AcceptedSocket socket, EventLoop loop, Sink sink, ConnectionFactory factory)
      throws IOException;

  /// Calls `each` for every open endpoint.
  void forEachEndpoint(Consumer<ReadyEndpoint> each);

  /// Sends no more bytes on any connection. For a loop that is stalled when it should end. Any
  /// thread.
  void cutOff();

  /// Returns whether no endpoint is open.
  boolean hasNoEndpoints();

  /// Closes the poller and its listening sockets. The caller has closed all endpoints before.
  /// Idempotent.
  @Override
  void close();

  /// Receives the events of a poller, on the thread of its loop. Its methods do not throw.
  interface Sink {

    /// Called before all other methods, if at least one socket is ready; and once more in a poll
    /// that has accepted connections whose first bytes have arrived, before these are reported.
    void onAwake();

    /// Called if an endpoint can be read from, or written to, without blocking.
    void onReady(ReadyEndpoint ready, boolean readable, boolean writable);

    /// Returns whether a socket may accept the next waiting connection. If the maximum number of
    /// connections is reached, this method also pauses the socket until there is room, and makes
    /// the loop close an idle connection.
    boolean mayAccept(ListenSocket socket);

    /// Returns whether the number of connections is below the maximum.
    boolean hasRoom();

    /// Called for each new endpoint.
    ///
    /// @return whether the endpoint is admitted; otherwise it is closed before it gets a listener
    boolean onOpened(Endpoint endpoint);

    /// Called when an endpoint is to be counted as one of another address.
    ///
    /// @param former the address as which it was counted
    /// @return whether it is within the limit of the other address
    boolean onCountedAs(SocketAddress former, SocketAddress client);

    /// Called when an endpoint is being closed, once for each [#onOpened].
    ///
    /// @param counted the address as which it was counted
    void onClosed(SocketAddress counted);

    /// Called for each accepted connection.
    ///
    /// @param by the socket that has accepted it
    void onAccepted(ListenSocket by, AcceptedSocket socket);

    /// Called if a connection could not be accepted; the socket still listens.
    void onAcceptFailed(ListenSocket socket, IOException failure);
  }

  /// A registered endpoint with its listener.
  interface ReadyEndpoint {

    /// Returns the endpoint.
    Endpoint endpoint();

    /// Returns the listener of the endpoint.
    EndpointListener listener();
  }

  /// An accepted connection that does not belong to a loop yet.
  interface AcceptedSocket {

    /// Closes the connection instead of registering it.
    void close();
  }
}
