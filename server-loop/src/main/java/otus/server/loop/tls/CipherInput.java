package otus.server.loop.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.loop.Endpoint;

/// The records of one connection that have arrived and are not decrypted. Owned by the connection,
/// confined to its loop.
///
/// Within a call they are in a buffer of the loop. Only the rest after that, in most cases an
/// incomplete record, is kept in a buffer of the connection, so an idle connection has none.
///
/// ```text
/// record   type(1) version(2) length(2) ciphertext(length)
/// ```
final class CipherInput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int HEADER = 5;
  private static final int LENGTH = 3;

  /// The size of the largest record that the engine accepts, rounded up.
  private static final int MAX_RECORD = 33 * 1024;

  private static final int MIN_SIZE = 256;

  private final TlsBuffers buffers;
  private final Endpoint below;
  private final HeldBytes held;

  /// The rest, between position and limit; position is 0.
  private ByteBuffer kept = NOTHING;

  private long received;
  private boolean ended;

  CipherInput(TlsBuffers buffers, Endpoint below, HeldBytes held) {
    this.buffers = buffers;
    this.below = below;
    this.held = held;
  }

  /// Returns what has arrived, in a buffer of the loop, of which the caller [#keep]s the rest.
  /// Reads from the endpoint below, unless a complete record has arrived before.
  ///
  /// @param most the maximum number of bytes to return, at least one record: the plaintext is
  ///     shorter, so it fits into a target of that size
  ByteBuffer take(int most) throws IOException {
    boolean complete = isComplete();
    ByteBuffer arrived = buffers.arrived().put(kept);
    if (!complete && !ended) {
      arrived.limit(Math.min(arrived.capacity(), Math.max(most, MAX_RECORD)));
      int count = below.read(arrived);
      ended = count < 0;
      received += Math.max(0, count);
    }
    return arrived.flip();
  }

  /// Keeps the rest of the bytes that were taken.
  void keep(ByteBuffer rest) throws IOException {
    int before = kept.capacity();
    int size = rest.remaining();
    if (size == 0) {
      kept = NOTHING;
    } else {
      if (size > before) {
        // Grows by doubling, so that a record that arrives byte by byte is not copied each time.
        kept = ByteBuffer.allocate(Math.max(MIN_SIZE, Math.max(size, 2 * before)));
      }
      kept.clear().put(rest).flip();
    }
    held.change((long) kept.capacity() - before);
  }

  /// Discards what has arrived.
  void discard() throws IOException {
    take(MAX_RECORD);
    keep(NOTHING.duplicate());
  }

  /// Returns whether a complete record is kept, which no poll reports.
  boolean isComplete() {
    return kept.remaining() >= HEADER
        && kept.remaining() >= HEADER + Short.toUnsignedInt(kept.getShort(LENGTH));
  }

  /// Returns whether the endpoint below has reported its end.
  boolean isEnded() {
    return ended;
  }

  /// Returns the number of bytes that have arrived in all.
  long received() {
    return received;
  }
}
