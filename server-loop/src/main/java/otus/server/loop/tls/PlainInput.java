package otus.server.loop.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/// Decrypts what arrives on one connection after its handshake. Owned by the [TlsEndpoint],
/// confined to its loop.
///
/// Records are decrypted into the buffer of the reader. Only if that has less room than one record,
/// the rest of its plaintext is kept here.
///
/// The end of the stream is the alert `close_notify`, or the end of the connection below without
/// it. The latter may be a truncation by an attacker (RFC 8446 §6.1). It is no error here, as in
/// nginx: messages of HTTP have a length of their own, so the next protocol notices one that is cut
/// off.
final class PlainInput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /// The number of records without content that are allowed in any case, and the number of records
  /// with content that allow another one. Such records, most of them updates of keys, cost the
  /// client less than the server.
  private static final int MAX_EMPTY = 100;

  private static final int CONTENT_PER_EMPTY = 16;

  private final TlsBuffers buffers;
  private final SSLEngine engine;
  private final CipherInput input;
  private final CipherOutput output;
  private final HeldBytes held;

  /// Plaintext that did not fit into the buffer of the reader.
  private ByteBuffer rest = NOTHING;

  /// The number of records without content, less those that records with content have allowed.
  private int empty;

  private int content;

  /// Whether the client has sent `close_notify`.
  private boolean closed;

  /// Whether the reader knows that the stream has ended.
  private boolean endRead;

  /// Whether the engine has failed and sent an alert.
  private boolean failed;

  /// Whether the connection's own output is closed.
  private boolean outputClosed;

  PlainInput(
      TlsBuffers buffers,
      SSLEngine engine,
      CipherInput input,
      CipherOutput output,
      HeldBytes held) {
    this.buffers = buffers;
    this.engine = engine;
    this.input = input;
    this.output = output;
    this.held = held;
  }

  /// Reads plaintext; the contract is that of [otus.server.loop.Endpoint#read].
  int read(ByteBuffer target) throws IOException {
    if (rest.hasRemaining()) {
      return drain(target);
    }
    if (closed) {
      endRead = true;
      return -1;
    }
    if (failed) {
      input.discard();
      return atEnd(0);
    }
    if (!target.hasRemaining() || isBlocked()) {
      return 0;
    }
    int start = target.position();
    ByteBuffer arrived = input.take(target.remaining());
    try {
      while (arrived.hasRemaining() && unwrap(arrived, target, start)) {
        continue;
      }
    } catch (SSLException e) {
      fail(e);
    }
    input.keep(arrived);
    return atEnd(target.position() - start);
  }

  /// Returns whether nothing is read until the client has read a reply to an update of keys.
  boolean isBlocked() {
    return output.unsent() > 0 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  /// Sends a reply that had to wait.
  void reply() throws IOException {
    if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      output.writeOwn();
    }
  }

  private int atEnd(int count) {
    if (count == 0 && (closed || input.isEnded()) && !input.isComplete()) {
      endRead = true;
      return -1;
    }
    return count;
  }

  private int drain(ByteBuffer target) throws IOException {
    int count = Math.min(rest.remaining(), target.remaining());
    target.put(rest.slice(rest.position(), count));
    rest.position(rest.position() + count);
    if (!rest.hasRemaining()) {
      int before = rest.capacity();
      rest = NOTHING;
      held.change(-before);
    }
    return count;
  }

  /// Decrypts one record.
  ///
  /// @return whether another one may be decrypted
  private boolean unwrap(ByteBuffer arrived, ByteBuffer target, int start) throws IOException {
    SSLEngineResult result = engine.unwrap(arrived, target);
    if (result.getStatus() != Status.BUFFER_OVERFLOW) {
      return proceed(result);
    }
    return target.position() == start && proceed(unwrapInParts(arrived, target));
  }

  /// Decrypts a record that is longer than the room in the target, if it is complete.
  private SSLEngineResult unwrapInParts(ByteBuffer arrived, ByteBuffer target) throws IOException {
    ByteBuffer plain = buffers.plain();
    SSLEngineResult result = engine.unwrap(arrived, plain);
    plain.flip();
    int count = Math.min(plain.remaining(), target.remaining());
    target.put(plain.slice(0, count));
    plain.position(count);
    if (plain.hasRemaining()) {
      rest = ByteBuffer.allocate(plain.remaining()).put(plain).flip();
      held.change(rest.capacity());
    }
    return result;
  }

  private boolean proceed(SSLEngineResult result) throws IOException {
    switch (result.getStatus()) {
      case BUFFER_UNDERFLOW -> {
        return false;
      }
      case BUFFER_OVERFLOW -> throw new IOException("a record is too long");
      case CLOSED -> {
        closed = true;
        output.writeOwn(); // the close_notify of TLS 1.2, which ends both directions
        return false;
      }
      case OK -> count(result.bytesProduced());
    }
    return switch (result.getHandshakeStatus()) {
      case NOT_HANDSHAKING, FINISHED, NEED_UNWRAP, NEED_UNWRAP_AGAIN -> !rest.hasRemaining();
      case NEED_WRAP -> {
        if (output.unsent() == 0) {
          output.writeOwn();
        }
        // A client that reads no replies is not read, either.
        yield output.unsent() == 0 && !rest.hasRemaining();
      }
      // RFC 8446 §4.6 needs no computation in the pool; in TLS 1.2 it is a renegotiation.
      case NEED_TASK -> throw new IOException("the client has begun another handshake");
    };
  }

  private void count(int produced) throws IOException {
    if (produced > 0) {
      if (++content == CONTENT_PER_EMPTY) {
        content = 0;
        empty = Math.max(0, empty - 1);
      }
    } else if (++empty > MAX_EMPTY) {
      throw new IOException("the client sends too many records without content");
    }
  }

  private void fail(SSLException failure) throws IOException {
    failed = true;
    output.writeAlert();
    if (!outputClosed) {
      throw failure;
    }
  }

  /// The connection has closed its output: what arrives from now on cannot break an answer any
  /// more.
  void onOutputClosed() {
    outputClosed = true;
  }

  /// Returns whether the engine has failed. A failure whose alert is sent is an orderly end of the
  /// connection below.
  boolean isFailed() {
    return failed;
  }

  /// Returns whether something can be read that no poll of the endpoint below reports.
  boolean isPending() {
    return rest.hasRemaining() || input.isComplete() || (closed && !endRead);
  }
}
