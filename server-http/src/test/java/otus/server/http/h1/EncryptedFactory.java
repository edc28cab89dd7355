package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import otus.server.http.tls.TlsKeys;
import otus.server.loop.ConnectionFactory;
import otus.server.loop.Deadline;
import otus.server.loop.Endpoint;
import otus.server.loop.EndpointListener;
import otus.server.loop.EventLoop;
import otus.server.loop.IdleConnections;
import otus.server.loop.tls.HandshakePool;
import otus.server.loop.tls.TlsAccount;
import otus.server.loop.tls.TlsFactory;
import otus.server.loop.tls.TlsOptions;
import otus.server.loop.tls.TlsResources;

/// Encrypts each connection: a client's engine between the endpoint of the test, which has plain
/// text, and the TLS connection of the server. All tests of the connection also run over it (see
/// the executions of the tests in the POM).
///
/// ```text
/// test ── plain text ──▶ engine of a client ── records, cut ──▶ TlsConnection ──▶ connection
/// ```
final class EncryptedFactory implements ConnectionFactory {
  private static final SSLContext SERVER = TlsKeys.server();
  private static final SSLContext CLIENT = TlsKeys.client();
  private static final HandshakePool POOL = new HandshakePool("test-tls", 1, 100);

  private final ConnectionFactory inner;
  private final String version;

  EncryptedFactory(ConnectionFactory inner, String version) {
    this.inner = inner;
    this.version = version;
  }

  @Override
  public EndpointListener create(Endpoint endpoint) {
    Wire wire = new Wire(endpoint, TlsKeys.clientEngine(CLIENT, version, "localhost"));
    SequencedMap<String, ConnectionFactory> protocols = new LinkedHashMap<>();
    protocols.put("http/1.1", inner);
    TlsOptions options =
        new TlsOptions(
            () -> TlsKeys.serverEngine(SERVER),
            protocols,
            inner,
            NoAccount::new,
            () -> Duration.ofSeconds(20),
            () -> Duration.ofSeconds(5),
            () -> "");
    TlsFactory factory = new TlsFactory(new TlsResources(wire.loop(), POOL), options);
    wire.listener = factory.create(wire);
    wire.shakeHands();
    return wire;
  }

  private static final class NoAccount implements TlsAccount {
    @Override
    public boolean open() {
      return true;
    }

    @Override
    public boolean hold(long bytes) {
      return true;
    }

    @Override
    public void established() {}

    @Override
    public void departing() {}

    @Override
    public void close() {}
  }

  /// The endpoint below the server's TLS, and the listener of the endpoint of the test.
  private static final class Wire extends LayerEndpoint {
    private static final int PART = 4096;
    private static final int HEADER = 5;

    private final SSLEngine engine;
    private final HandshakeLoop loop;
    private final ArrayDeque<ByteBuffer> toServer = new ArrayDeque<>();
    private ByteBuffer record = ByteBuffer.allocate(0);
    private ByteBuffer toClient = ByteBuffer.allocate(0);
    private boolean ended;

    /// The number of bytes of a record that are not accepted, because the client has not taken its
    /// content.
    private int withheld;

    private boolean notified;
    private int pieces;

    Wire(Endpoint below, SSLEngine engine) {
      super(below);
      this.engine = engine;
      loop = new HandshakeLoop(below.loop());
    }

    private int piece() {
      return 1 + pieces++ * 7 % 97;
    }

    void shakeHands() {
      try {
        engine.beginHandshake();
        drive();
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
            || !toServer.isEmpty()
            || loop.isWaiting()) {
          if (!toServer.isEmpty()) {
            listener.onReadable();
          } else {
            loop.runNext();
          }
        }
        loop.shaken = true;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /// Lets the engine of the client do what it wants.
    private void drive() throws SSLException {
      while (true) {
        switch (engine.getHandshakeStatus()) {
          case NEED_TASK -> engine.getDelegatedTask().run();
          case NEED_WRAP -> {
            if (encrypt(ByteBuffer.allocate(0)) == 0 && engine.isOutboundDone()) {
              return;
            }
          }
          default -> {
            return;
          }
        }
      }
    }

    private int encrypt(ByteBuffer plain) throws SSLException {
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      engine.wrap(plain, out);
      out.flip();
      int count = out.remaining();
      while (out.hasRemaining()) {
        int length = Math.min(piece() * 9, out.remaining());
        toServer.add(out.slice(out.position(), length));
        out.position(out.position() + length);
      }
      return count;
    }

    @Override
    public EventLoop loop() {
      return loop;
    }

    @Override
    boolean hasArrived() {
      return !toServer.isEmpty();
    }

    @Override
    boolean hasUnsent() {
      return toClient.hasRemaining();
    }

    @Override
    boolean pass() throws IOException {
      return deliver();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (toServer.isEmpty()) {
        fill();
      }
      ByteBuffer first = toServer.peek();
      if (first == null) {
        return ended ? -1 : 0;
      }
      int count = Math.min(first.remaining(), target.remaining());
      target.put(first.slice(first.position(), count));
      first.position(first.position() + count);
      if (!first.hasRemaining()) {
        toServer.remove();
      }
      return count;
    }

    private void fill() throws IOException {
      if (ended || !loop.shaken) {
        return;
      }
      ByteBuffer plain = ByteBuffer.allocate(PART);
      int count = below.read(plain);
      plain.flip();
      if (count < 0) {
        ended = true;
        engine.closeOutbound();
        drive();
      }
      while (plain.hasRemaining()) {
        encrypt(plain);
      }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      int start = source.position();
      while (release(source) && source.hasRemaining()) {
        int length = Math.min(source.remaining(), missing());
        ByteBuffer more = source.slice(source.position(), length);
        record = ByteBuffer.allocate(record.position() + length).put(record.flip()).put(more);
        if (missing() == 0 && record.position() > HEADER) {
          decrypt();
          withheld = Math.min(length, toClient.remaining());
        }
        source.position(source.position() + length - withheld);
      }
      setInterest();
      return source.position() - start;
    }

    /// Accepts bytes whose content the client has taken.
    ///
    /// @return whether nothing is withheld
    private boolean release(ByteBuffer source) throws IOException {
      deliver();
      int released = Math.min(Math.max(0, withheld - toClient.remaining()), source.remaining());
      source.position(source.position() + released);
      withheld -= released;
      return withheld == 0 && !toClient.hasRemaining();
    }

    /// Returns how many bytes are missing of the header of a record, or of the whole record.
    private int missing() {
      int length = record.position() < HEADER ? 0 : record.getShort(3);
      return HEADER + length - record.position();
    }

    private void decrypt() throws IOException {
      ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      SSLEngineResult result = engine.unwrap(record.flip(), plain);
      record = ByteBuffer.allocate(0);
      if (result.getStatus() == SSLEngineResult.Status.OK || notified) {
        drive();
      }
      notified |= result.getStatus() == SSLEngineResult.Status.CLOSED;
      toClient = plain.flip();
      deliver();
    }

    /// Passes content to the client.
    ///
    /// @return whether nothing is left
    private boolean deliver() throws IOException {
      if (toClient.hasRemaining()) {
        below.write(toClient);
      }
      return !toClient.hasRemaining();
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
      throw new AssertionError("records are written one after the other");
    }

    @Override
    public long send(FileChannel file, long position, long count) {
      throw new AssertionError("files are encrypted");
    }

    @Override
    public boolean flush() {
      return true;
    }

    @Override
    void rest() {
      if (loop.shaken) {
        super.rest();
      }
    }

    @Override
    public void shutdownOutput() throws IOException {
      assertNotified();
      below.shutdownOutput();
    }

    @Override
    public void close() {
      if (isOpen()) {
        assertNotified();
      }
      below.close();
    }

    /// An orderly end follows the alert `close_notify`.
    private void assertNotified() {
      if (!notified || toClient.hasRemaining()) {
        throw new AssertionError("ended without close_notify");
      }
    }
  }

  /// The loop of the test, whose tasks do not run during a handshake.
  private static final class HandshakeLoop implements EventLoop {
    private final EventLoop loop;
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private volatile boolean shaken;

    HandshakeLoop(EventLoop loop) {
      this.loop = loop;
    }

    boolean isWaiting() {
      return !tasks.isEmpty();
    }

    void runNext() {
      try {
        Runnable task = tasks.poll(30, TimeUnit.SECONDS);
        if (task == null) {
          throw new AssertionError("the handshake does not end");
        }
        task.run();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void execute(Runnable task) {
      if (shaken) {
        loop.execute(task);
      } else {
        tasks.add(task);
      }
    }

    @Override
    public boolean inLoop() {
      return loop.inLoop();
    }

    @Override
    public boolean isEnding() {
      return loop.isEnding();
    }

    @Override
    public long nanoTime() {
      return loop.nanoTime();
    }

    @Override
    public long readNanoTime() {
      return loop.readNanoTime();
    }

    @Override
    public Deadline deadline(Runnable onExpired) {
      return loop.deadline(onExpired);
    }

    @Override
    public IdleConnections idleConnections() {
      return loop.idleConnections();
    }

    @Override
    public ByteBuffer inbound() {
      return loop.inbound();
    }

    @Override
    public ByteBuffer outbound() {
      return loop.outbound();
    }
  }
}
