package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.loop.Endpoint;

/// What a connection has received and not yet understood; confined to its loop.
///
/// Within a callback the bytes lie in the loop's buffer; only what is left at its end is kept in a
/// buffer of the connection's own, which an idle connection therefore does not have.
final class ReceiveBuffer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MIN_SIZE = 256;

  private ByteBuffer bytes = NOTHING;
  private boolean borrowed;

  /// Reads what there is, behind what is left.
  ///
  /// @return what [Endpoint#read] returned
  int read(Endpoint endpoint) throws IOException {
    settle();
    ByteBuffer buffer = endpoint.loop().inbound();
    int count = endpoint.read(buffer);
    buffer.flip();
    if (!bytes.hasRemaining()) {
      bytes = buffer;
      borrowed = true;
    } else if (buffer.hasRemaining()) {
      append(buffer);
    }
    return count;
  }

  /// Grows by doubling, so that bytes that arrive one by one are not copied each time.
  private void append(ByteBuffer more) {
    int end = bytes.limit();
    if (bytes.capacity() - end >= more.remaining()) {
      bytes.limit(end + more.remaining());
      bytes.put(end, more, more.position(), more.remaining());
    } else {
      int size = Math.max(MIN_SIZE, 2 * (bytes.remaining() + more.remaining()));
      bytes = ByteBuffer.allocate(size).put(bytes).put(more).flip();
    }
  }

  /// The bytes, to be consumed by moving the position; a heap buffer.
  ByteBuffer bytes() {
    return bytes;
  }

  int size() {
    return bytes.remaining();
  }

  /// How much memory of its own it takes, once it is settled.
  int held() {
    return bytes.capacity();
  }

  boolean isEmpty() {
    return !bytes.hasRemaining();
  }

  /// Ends a callback: gives the loop's buffer back, and keeps a copy of what is left.
  void settle() {
    if (!bytes.hasRemaining()) {
      bytes = NOTHING;
    } else if (borrowed) {
      bytes = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
    borrowed = false;
  }

  void clear() {
    bytes = NOTHING;
    borrowed = false;
  }
}
