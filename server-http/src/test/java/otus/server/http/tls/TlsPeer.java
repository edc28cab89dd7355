package otus.server.http.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import otus.server.http.connection.ManualLoop;
import otus.server.http.connection.MemoryEndpoint;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.EndpointListener;
import otus.server.loop.ListenerCalls;
import otus.server.loop.tls.HandshakePool;
import otus.server.loop.tls.TlsAccount;
import otus.server.loop.tls.TlsCounts;
import otus.server.loop.tls.TlsFactory;
import otus.server.loop.tls.TlsOptions;
import otus.server.loop.tls.TlsResources;

/// A client with an engine of the JDK, and the TLS connection of a server, over an endpoint in
/// memory. The test decides which bytes arrive when.
final class TlsPeer {
  static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(20);
  static final Duration LINGER_TIME = Duration.ofSeconds(5);
  static final String PLAIN_ANSWER = "HTTP/1.1 400 Bad Request\r\n\r\n";

  private static final SSLContext SERVER = TlsKeys.server();
  private static final HandshakePool POOL = new HandshakePool("test-tls", 2, 100);

  /// The maximum number of turns of [#settle].
  private static final int MAX_TURNS = 1_000_000;

  final ManualLoop loop = new ManualLoop();
  final MemoryEndpoint wire = new MemoryEndpoint(loop);
  final Account account = new Account();
  final SSLEngine engine;
  final TlsCounts counts;

  /// The listeners that the server has created, by the names of their protocols.
  final SequencedMap<String, Recorder> listeners = new LinkedHashMap<>();

  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private int decrypted;

  /// Whether the client has received `close_notify`.
  boolean notified;

  /// The number of bytes that the endpoint accepts in a turn.
  long pace = Long.MAX_VALUE;

  TlsPeer(SSLEngine client, String... protocols) {
    this(client, TlsKeys.serverEngine(SERVER), POOL, protocols);
  }

  TlsPeer(SSLEngine client, SSLEngine server, HandshakePool pool, String... protocols) {
    engine = client;
    TlsResources resources = new TlsResources(loop, pool);
    counts = resources.counts();
    SequencedMap<String, ConnectionFactory> factories = new LinkedHashMap<>();
    for (String each : protocols) {
      factories.put(each, endpoint -> record(each, new Recorder(endpoint)));
    }
    TlsOptions options =
        new TlsOptions(
            () -> server,
            factories,
            endpoint -> record("fallback", new Recorder(endpoint)),
            () -> account,
            () -> HANDSHAKE_TIMEOUT,
            () -> LINGER_TIME,
            () -> PLAIN_ANSWER);
    EndpointListener listener = new TlsFactory(resources, options).create(wire);
    wire.replaceListener(listener);
  }

  static TlsPeer tls13() {
    return new TlsPeer(client("TLSv1.3"));
  }

  static SSLEngine client(String version) {
    return TlsKeys.clientEngine(TlsKeys.client(), version, "localhost");
  }

  private Recorder record(String name, Recorder recorder) {
    listeners.put(name, recorder);
    return recorder;
  }

  /// The only listener.
  Recorder listener() {
    if (listeners.size() != 1) {
      throw new AssertionError("listeners: " + listeners);
    }
    return listeners.firstEntry().getValue();
  }

  /// Returns the records that the engine of the client wants to send.
  byte[] flight() throws SSLException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> engine.getDelegatedTask().run();
        case NEED_WRAP -> {
          byte[] record = encrypt(ByteBuffer.allocate(0));
          if (record.length == 0) {
            return out.toByteArray();
          }
          out.writeBytes(record);
        }
        default -> {
          return out.toByteArray();
        }
      }
    }
  }

  byte[] encrypt(ByteBuffer plain) throws SSLException {
    ByteBuffer out = ByteBuffer.allocate(40_000);
    engine.wrap(plain, out);
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Returns the records of a text.
  byte[] records(String text) throws SSLException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer plain = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (plain.hasRemaining()) {
      out.writeBytes(encrypt(plain));
    }
    return out.toByteArray();
  }

  TlsPeer send(String text) throws SSLException {
    wire.arrive(records(text));
    return this;
  }

  /// Completes the handshake.
  TlsPeer shakeHands() throws SSLException {
    engine.beginHandshake();
    while (isHandshaking()) {
      wire.arrive(flight());
      boolean busy = turn();
      receive();
      boolean waits = wire.isOpen() && !(wire.reading && wire.isReadable());
      boolean wraps = engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
      if (isHandshaking() && !busy && waits && !wraps) {
        loop.awaitTask();
      }
    }
    return settle();
  }

  private boolean isHandshaking() {
    boolean complete = engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    return wire.isOpen() && !wire.outputShut && !(complete && !listeners.isEmpty());
  }

  /// Calls the server like a loop, once.
  ///
  /// @return whether something happened
  boolean turn() {
    wire.room = Math.max(wire.room, pace);
    boolean readable = wire.isOpen() && wire.reading && wire.isReadable();
    boolean writable = wire.isOpen() && wire.writing && wire.isWritable();
    try {
      if (readable) {
        wire.listener().onReadable();
      }
      if (writable && wire.isOpen()) {
        wire.listener().onWritable();
      }
    } catch (Throwable e) {
      if (!(e instanceof IOException)) {
        throw new AssertionError(e);
      }
      ListenerCalls.fail(wire, e);
    }
    loop.endCallback();
    return loop.runTasks() > 0 || readable || writable;
  }

  /// Calls the server until nothing is left to do, and decrypts what it has sent.
  TlsPeer settle() throws SSLException {
    for (int i = 0; turn(); i++) {
      if (i == MAX_TURNS) {
        throw new AssertionError("the loop spins");
      }
    }
    receive();
    return this;
  }

  /// Decrypts what the server has sent.
  private void receive() throws SSLException {
    byte[] all = wire.written();
    ByteBuffer arrived = ByteBuffer.wrap(all, decrypted, all.length - decrypted);
    while (arrived.hasRemaining()) {
      ByteBuffer plain = ByteBuffer.allocate(40_000);
      SSLEngineResult result = engine.unwrap(arrived, plain);
      received.write(plain.array(), 0, plain.position());
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
      }
      notified |= result.getStatus() == Status.CLOSED;
      if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !notified) {
        wire.arrive(flight());
      } else if (notified || result.getStatus() == Status.BUFFER_UNDERFLOW) {
        break;
      }
    }
    decrypted = arrived.position();
  }

  String received() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  void pass(Duration time) throws SSLException {
    loop.pass(time);
    settle();
  }

  /// Counts as the owner of a connection does.
  static final class Account implements TlsAccount {
    long held;
    long mostHeld;
    long limit = Long.MAX_VALUE;
    boolean admits = true;
    final List<String> events = new java.util.ArrayList<>();

    @Override
    public boolean open() {
      events.add("open");
      return admits;
    }

    @Override
    public boolean hold(long bytes) {
      held = bytes;
      mostHeld = Math.max(mostHeld, bytes);
      return bytes <= limit;
    }

    @Override
    public void established() {
      events.add("established");
    }

    @Override
    public void departing() {
      events.add("departing");
    }

    @Override
    public void close() {
      events.add("close");
    }
  }
}
