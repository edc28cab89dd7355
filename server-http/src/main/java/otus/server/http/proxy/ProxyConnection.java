package otus.server.http.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import otus.server.http.exchange.ConnectionCounts.Phase;
import otus.server.http.exchange.ConnectionMemory;
import otus.server.http.exchange.LoopContext;
import otus.server.http.request.Transport;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Deadline;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.IdleConnections;
import otus.server.loop.ListenerCalls;

/// A connection of a trusted proxy. Reads the header of the PROXY protocol, if there is one, then
/// passes the endpoint, with the address of the client, to the next protocol, and all later events
/// to its listener. Owned by its endpoint, confined to its loop.
///
/// The header must arrive within the timeout of a request head, from the opening of the connection.
final class ProxyConnection implements EndpointListener {
  /// More than a header of version 1, and than most of version 2.
  private static final int SIZE = 256;

  /// The time that a connection without a header is kept when the server stops.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  private final LoopContext context;
  private final Endpoint endpoint;
  private final Map<Transport, ConnectionFactory> next;
  private final ProxyRefusals refusals;
  private final Deadline deadline;
  private final ConnectionMemory memory;
  private final IdleConnections.Entry idle;
  private Phase phase;
  private boolean announced;
  private boolean draining;

  /// The bytes that have arrived, before the position; without memory after the header.
  private ByteBuffer bytes = ByteBuffer.allocate(SIZE);

  /// The listener of the next protocol, after the header.
  private @Nullable EndpointListener listener;

  ProxyConnection(
      LoopContext context,
      Endpoint endpoint,
      Map<Transport, ConnectionFactory> next,
      ProxyRefusals refusals) {
    this.context = context;
    this.endpoint = endpoint;
    this.next = next;
    this.refusals = refusals;
    deadline = context.loop().deadline(this::onExpired);
    deadline.set(context.limits().headTimeout());
    memory = new ConnectionMemory(context);
    idle = context.loop().idleConnections().add(this::readBeforeClose, endpoint::close);
    phase = context.connections().move(Phase.NONE, Phase.READING);
    if (!memory.open()) {
      endpoint.abort();
    }
  }

  @Override
  public void onReadable() throws IOException {
    EndpointListener current = listener;
    if (current != null) {
      current.onReadable();
      return;
    }
    boolean ended = endpoint.read(bytes) < 0;
    if (ended && bytes.position() == 0) {
      endpoint.close();
      return;
    }
    switch (ProxyHeaderDecoder.decode(bytes.duplicate().flip())) {
      case ProxyHeader.Absent absent -> pass(Transport.UNNAMED, endpoint.peer(), 0);
      case ProxyHeader.Invalid(String reason) -> refuse(reason);
      case ProxyHeader.Incomplete(int length) -> {
        if (ended) {
          refuse("an early end");
        } else {
          idle.slow();
          reserve(length);
        }
      }
      case ProxyHeader.Complete(SocketAddress client, boolean secure, int length) -> {
        if (client == null) {
          pass(Transport.UNNAMED, endpoint.peer(), length);
        } else if (endpoint.countAs(client)) {
          pass(secure ? Transport.HTTPS : Transport.HTTP, client, length);
        } else {
          endpoint.close(); // which the limit of connections has counted and logged
        }
      }
    }
  }

  private void reserve(int length) {
    if (length > bytes.capacity()) {
      bytes = ByteBuffer.allocate(length).put(bytes.flip());
      if (!memory.hold(length)) {
        endpoint.abort();
      }
    }
  }

  /// Passes the connection on to the next protocol.
  ///
  /// @param headerLength the number of bytes that it does not get
  private void pass(Transport transport, SocketAddress peer, int headerLength) throws IOException {
    release(); // before the next protocol takes the same
    ByteBuffer ahead = bytes.flip().position(headerLength);
    bytes = ByteBuffer.allocate(0);
    ConnectionFactory factory = Objects.requireNonNull(next.get(transport));
    AddressedEndpoint addressed = AddressedEndpoint.of(peer, endpoint, ahead);
    EndpointListener created = factory.create(addressed);
    listener = created;
    if (!endpoint.isOpen()) {
      created.onClosed(); // the factory has closed it, when this class had no listener to tell
      return;
    }
    if (announced) {
      created.onShutdownAnnounced();
    }
    if (draining) {
      created.onDrain();
    }
    // The next protocol reads on while it has interest; its buffer is larger than the rest.
    if (addressed.hasAhead() && endpoint.isOpen()) {
      created.onReadable();
    }
  }

  private void refuse(String reason) {
    refusals.invalid(endpoint.peer(), reason, context.loop().nanoTime());
    endpoint.close();
  }

  private void onExpired() {
    if (bytes.position() > 0 && !draining) {
      refuse("a timeout");
    } else {
      endpoint.close();
    }
  }

  /// Reads once more before the connection is closed to make room.
  ///
  /// @return whether bytes have arrived
  private boolean readBeforeClose() {
    int before = bytes.position();
    try {
      onReadable();
    } catch (Throwable e) {
      ListenerCalls.fail(endpoint, e);
    }
    return listener != null || bytes.position() > before || !endpoint.isOpen();
  }

  @Override
  public void onWritable() throws IOException {
    EndpointListener current = listener;
    if (current != null) {
      current.onWritable();
    }
  }

  @Override
  public void onShutdownAnnounced() throws IOException {
    announced = true;
    EndpointListener current = listener;
    if (current != null) {
      current.onShutdownAnnounced();
    }
  }

  @Override
  public void onDrain() throws IOException {
    draining = true;
    EndpointListener current = listener;
    if (current != null) {
      current.onDrain();
    } else {
      deadline.set(LAST_CALL);
    }
  }

  @Override
  public void onClosed() {
    EndpointListener current = listener;
    if (current != null) {
      current.onClosed();
    } else {
      release();
    }
  }

  /// Releases everything that was taken for the time before the next protocol. Idempotent.
  private void release() {
    deadline.giveUp();
    idle.remove();
    memory.close();
    phase = context.connections().move(phase, Phase.NONE);
  }
}
