package otus.server.loop.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import otus.server.loop.Deadline;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.IdleConnections;
import otus.server.loop.ListenerCalls;

/// The handshake of one connection. Owned by the [TlsConnection], confined to its loop. During a
/// [Computation] in the [HandshakePool] the loop leaves the engine alone and reads nothing.
///
/// ```text
/// first byte ──▶ engine ──▶ unwrap, wrap ──▶ finished ──▶ TlsEndpoint
///      │                      ▲        │
///      │                      ╰ compute╯ in the pool
///      ╰─ not a handshake ──▶ PlainRefusal
/// ```
///
/// The whole handshake must be complete within its timeout, from the opening of the connection.
final class Handshake implements EndpointListener {
  private static final ByteBuffer NO_TARGET = ByteBuffer.allocate(0);

  /// The content type of a record of a handshake (RFC 8446 §5.1).
  private static final int HANDSHAKE = 22;

  /// The maximum number of bytes that a client may send: a chain of certificates is shorter.
  private static final int MAX_RECEIVED = 256 * 1024;

  /// The time that a connection without a hello is kept when the server stops: it may be on its
  /// way.
  private static final Duration LAST_CALL = Duration.ofMillis(500);

  private final TlsFactory factory;
  private final TlsResources resources;
  private final TlsConnection connection;
  private final Endpoint below;
  private final CipherInput input;
  private final Deadline deadline;
  private final IdleConnections.Entry idle;

  /// The engine, once the first byte has arrived.
  private @Nullable SSLEngine engine;

  private @Nullable CipherOutput output;

  /// Whether a thread of the pool uses the engine.
  private boolean computing;

  /// Whether the handshake has begun and its end is not counted.
  private boolean counted;

  private boolean announced;
  private boolean draining;

  Handshake(TlsFactory factory, TlsConnection connection, Endpoint below) {
    this.factory = factory;
    this.connection = connection;
    this.below = below;
    resources = factory.resources();
    input = new CipherInput(resources.buffers(), below, connection.held());
    deadline = below.loop().deadline(this::onExpired);
    deadline.set(factory.options().handshakeTimeout().get());
    idle = below.loop().idleConnections().add(this::readBeforeClose, this::onExpired);
  }

  @Override
  public void onReadable() throws IOException {
    if (!computing) {
      advance();
    }
  }

  @Override
  public void onWritable() throws IOException {
    CipherOutput current = output;
    if (current != null && current.pass()) {
      setInterest();
    }
  }

  private void advance() throws IOException {
    ByteBuffer arrived = input.take(0);
    SSLEngine current = engine;
    if (current == null) {
      if (!arrived.hasRemaining()) {
        if (input.isEnded()) {
          below.close();
        }
        return;
      }
      resources.counts().add(TlsEvent.BEGUN);
      counted = true;
      if (isPlain(arrived.get(arrived.position()))) {
        refuse();
        return;
      }
      idle.slow();
      current = factory.engine();
      engine = current;
      output = new CipherOutput(resources, below, current, connection.held());
    }
    try {
      step(current, arrived);
    } catch (SSLException e) {
      fail(e);
    }
  }

  /// Returns whether the client does not speak TLS. The highest bit is that of a hello of SSL 2,
  /// which the engine refuses with an alert.
  private static boolean isPlain(byte first) {
    return first != HANDSHAKE && first >= 0;
  }

  private void step(SSLEngine current, ByteBuffer arrived) throws IOException {
    while (true) {
      switch (current.getHandshakeStatus()) {
        case NEED_TASK -> {
          input.keep(arrived);
          compute(current);
          return;
        }
        case NEED_WRAP -> output().writeOwn();
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          SSLEngineResult result = current.unwrap(arrived, NO_TARGET);
          switch (result.getStatus()) {
            case OK -> {} // the status of the engine says what is next
            case BUFFER_UNDERFLOW -> {
              awaitMore(arrived);
              return;
            }
            case CLOSED -> {
              output().writeOwn();
              end(TlsEvent.CLIENT_CLOSED);
              depart();
              return;
            }
            case BUFFER_OVERFLOW -> throw new IOException("data before the end of a handshake");
          }
        }
        case NOT_HANDSHAKING, FINISHED -> {
          input.keep(arrived);
          finish(current);
          return;
        }
      }
    }
  }

  private void awaitMore(ByteBuffer arrived) throws IOException {
    if (input.isEnded()) {
      end(TlsEvent.CLIENT_CLOSED);
      below.close();
    } else if (input.received() > MAX_RECEIVED) {
      throw new SSLException("a handshake of more than " + MAX_RECEIVED + " bytes");
    } else {
      input.keep(arrived);
      setInterest();
    }
  }

  private CipherOutput output() {
    CipherOutput current = output;
    if (current == null) {
      throw new IllegalStateException("the handshake has not begun");
    }
    return current;
  }

  private void setInterest() {
    CipherOutput current = output;
    below.interest(!computing, current != null && current.unsent() > 0);
  }

  /// Lets the pool compute what the engine needs, then continues.
  private void compute(SSLEngine current) {
    computing = true;
    setInterest();
    if (!new Computation(current, below.loop(), this::onComputed).submit(resources.pool())) {
      end(TlsEvent.BUSY);
      resources.logBusy(below.peer());
      below.abort();
    }
  }

  private void onComputed(@Nullable Throwable failure) {
    computing = false;
    if (!below.isOpen() || !connection.isIn(this)) {
      return;
    }
    try {
      if (failure != null) {
        throw failure;
      }
      setInterest();
      advance();
    } catch (Throwable e) {
      ListenerCalls.fail(below, e);
    }
  }

  private void finish(SSLEngine current) throws IOException {
    SSLSession session = current.getSession();
    if (session.getLastAccessedTime() != session.getCreationTime()) {
      resources.counts().add(TlsEvent.RESUMED); // only a session that is resumed is accessed
    }
    end(session.getProtocol().equals("TLSv1.2") ? TlsEvent.TLS_1_2 : TlsEvent.TLS_1_3);
    release();
    connection.account().established();
    TlsEndpoint endpoint = new TlsEndpoint(factory, connection, below, current, input, output());
    connection.enter(endpoint);
    endpoint.begin(factory.options().next(current.getApplicationProtocol()), announced, draining);
  }

  /// Sends the alert of an engine that has failed, and closes the connection.
  private void fail(SSLException failure) throws IOException {
    TlsResources.logFailed(below.peer(), failure);
    end(TlsEvent.FAILED);
    output().writeAlert();
    depart();
  }

  private void depart() throws IOException {
    release();
    new PendingClose(factory, connection, below, output()).begin();
  }

  private void refuse() throws IOException {
    end(TlsEvent.PLAIN_TEXT);
    release();
    new PlainRefusal(factory, connection, below).begin();
  }

  private void onExpired() {
    end(TlsEvent.TIMEOUT);
    below.close();
  }

  /// Reads once more before the connection is closed to make room.
  ///
  /// @return whether bytes have arrived
  private boolean readBeforeClose() {
    long before = input.received();
    try {
      onReadable();
    } catch (Throwable e) {
      ListenerCalls.fail(below, e);
    }
    return input.received() > before || !connection.isIn(this) || !below.isOpen();
  }

  @Override
  public void onShutdownAnnounced() {
    announced = true;
  }

  @Override
  public void onDrain() {
    draining = true;
    if (engine == null) {
      deadline.set(LAST_CALL);
    }
  }

  @Override
  public void onClosed() {
    end(below.loop().isEnding() ? TlsEvent.SERVER_CLOSED : TlsEvent.CLIENT_CLOSED);
    release();
  }

  /// Counts the end of the handshake, once.
  private void end(TlsEvent event) {
    if (counted) {
      counted = false;
      resources.counts().add(event);
    }
  }

  /// Releases everything that was taken for the time of the handshake. Idempotent.
  private void release() {
    deadline.giveUp();
    idle.remove();
  }
}
