package otus.server.loop.tls;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import otus.server.loop.Endpoint;
import otus.server.loop.address.AddressText;

/// Encrypts what one connection sends, and writes the records to the endpoint below. Owned by the
/// connection, confined to its loop.
///
/// Several records are written at once. Bytes that the endpoint below does not accept are kept, and
/// nothing more is encrypted until they have gone. Each time that happens the number of records of
/// a write is halved, otherwise it is doubled, so that a slow reader holds little memory.
///
/// The first records of a response are small, so that the client can decrypt the first bytes before
/// a full record has arrived.
final class CipherOutput {
  private static final Logger LOG = System.getLogger(CipherOutput.class.getName());
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final ByteBuffer[] NO_SOURCES = {};

  /// The size of the plaintext of a full record.
  private static final int RECORD = 16 * 1024;

  /// The maximum number of full records of one write.
  private static final int MAX_BURST = 4;

  /// The plaintext of a record that fits into one packet of a usual network.
  private static final int SMALL = 1_300;

  /// The number of small records, as many as fit into the first flight of TCP (RFC 6928).
  private static final int SMALL_RECORDS = 8;

  /// The time without a write after which records are small again, as TCP starts slowly again.
  private static final long IDLE = Duration.ofSeconds(1).toNanos();

  private final TlsResources resources;
  private final Endpoint below;
  private final SSLEngine engine;
  private final HeldBytes held;
  private ByteBuffer unsent = NOTHING;
  private int burst = MAX_BURST;
  private int small = SMALL_RECORDS;
  private long used;

  CipherOutput(TlsResources resources, Endpoint below, SSLEngine engine, HeldBytes held) {
    this.resources = resources;
    this.below = below;
    this.engine = engine;
    this.held = held;
    used = resources.loop().nanoTime();
  }

  /// Writes as many bytes as the endpoint below accepts, and up to a few records more.
  ///
  /// @return the number of bytes that were encrypted
  /// @throws IOException if the connection is broken, or its output is closed
  long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    if (!pass()) {
      return 0;
    }
    long now = resources.loop().nanoTime();
    if (now - used > IDLE) {
      small = SMALL_RECORDS;
    }
    used = now;
    long sum = 0;
    boolean accepted = true;
    while (accepted && remaining(sources, offset, length)) {
      ByteBuffer records = resources.buffers().records();
      sum += wrap(sources, offset, length, records);
      accepted = send(records.flip());
    }
    return sum;
  }

  /// Writes a part of a file; the contract is that of [Endpoint#send].
  long write(FileChannel file, long position, long count) throws IOException {
    if (Thread.interrupted()) {
      // Set by a handler. It has no meaning for a loop, but would close the file here.
      LOG.log(Level.WARNING, "event=interrupt-ignored peer=" + AddressText.of(below.peer()));
    }
    long sent = 0;
    while (sent < count && pass()) {
      ByteBuffer part = resources.buffers().file();
      part.limit((int) Math.min(Math.min(part.capacity(), burst * RECORD), count - sent));
      if (file.read(part, position + sent) <= 0) {
        break;
      }
      sent += write(new ByteBuffer[] {part.flip()}, 0, 1);
    }
    return sent;
  }

  private static boolean remaining(ByteBuffer[] sources, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (sources[i].hasRemaining()) {
        return true;
      }
    }
    return false;
  }

  private int wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer records)
      throws IOException {
    int sum = 0;
    while (sum <= (burst - 1) * RECORD && remaining(sources, offset, length)) {
      SSLEngineResult result =
          small > 0
              ? wrapSmall(sources, offset, length, records)
              : engine.wrap(sources, offset, length, records);
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        break;
      }
      if (result.bytesProduced() == 0 && result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
        throw new IOException("the output of the connection is closed");
      }
      sum += result.bytesConsumed();
    }
    return sum;
  }

  private SSLEngineResult wrapSmall(
      ByteBuffer[] sources, int offset, int length, ByteBuffer records) throws SSLException {
    small--;
    int left = SMALL;
    for (int i = offset; i < offset + length; i++) {
      ByteBuffer source = sources[i];
      if (source.remaining() > left) {
        int limit = source.limit();
        source.limit(source.position() + left);
        try {
          return engine.wrap(sources, offset, i - offset + 1, records);
        } finally {
          source.limit(limit);
        }
      }
      left -= source.remaining();
    }
    return engine.wrap(sources, offset, length, records);
  }

  /// Sends the records that the engine itself has to send: those of the handshake, alerts, replies
  /// to updates of keys.
  void writeOwn() throws IOException {
    ByteBuffer records = resources.buffers().records();
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      SSLEngineResult result = engine.wrap(NO_SOURCES, records);
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        send(records.flip());
        records = resources.buffers().records();
      } else if (result.bytesProduced() == 0
          && result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        throw new SSLException("the engine is closed");
      }
    }
    if (records.position() > 0) {
      send(records.flip());
    }
  }

  /// Sends the alert after an exception of the engine, if there is one to send.
  void writeAlert() {
    try {
      writeOwn();
    } catch (IOException e) {
      return; // the first exception is reported
    }
  }

  /// Sends the alert `close_notify` after all that was written; the output is closed from now on.
  void close() throws IOException {
    engine.closeOutbound();
    writeOwn();
  }

  /// @return whether nothing is left
  private boolean send(ByteBuffer records) throws IOException {
    if (unsent.hasRemaining()) {
      keep(records);
      return false;
    }
    ByteBuffer wire = resources.buffers().wire().put(records).flip();
    below.write(wire);
    if (wire.hasRemaining()) {
      burst = Math.max(1, burst / 2);
      keep(wire);
      return false;
    }
    burst = Math.min(MAX_BURST, burst * 2);
    return true;
  }

  private void keep(ByteBuffer more) throws IOException {
    int before = unsent.capacity();
    unsent =
        ByteBuffer.allocate(unsent.remaining() + more.remaining()).put(unsent).put(more).flip();
    held.change((long) unsent.capacity() - before);
  }

  /// Writes the bytes that were kept.
  ///
  /// @return whether nothing is left
  boolean pass() throws IOException {
    if (!unsent.hasRemaining()) {
      return true;
    }
    below.write(unsent);
    if (unsent.hasRemaining()) {
      return false;
    }
    int before = unsent.capacity();
    unsent = NOTHING;
    held.change(-before);
    return true;
  }

  /// Returns the number of bytes that are kept.
  int unsent() {
    return unsent.remaining();
  }
}
