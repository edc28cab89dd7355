package otus.server.http.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import otus.server.loop.Endpoint;
import otus.server.loop.EventLoop;

/// The bytes that one connection has received and not used yet. Owned by the connection, confined
/// to its loop.
///
/// Within a callback the bytes are in the buffer of the loop; only those that are left at its end
/// are kept in a buffer of the connection, so an idle connection has none.
public final class ReceivedBytes {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final int MIN_SIZE = 256;

  private final EventLoop loop;
  private ByteBuffer bytes = NOTHING;

  /// Whether these bytes are in the buffer of the loop.
  private boolean borrowed;

  private long received;

  /// The time of the first bytes of the last reading.
  private long arrival;

  /// The time of all other bytes, once it is needed.
  private long laterArrival;

  private boolean laterKnown;

  /// Whether the marked byte is the first one of the last reading, with nothing left from before.
  private boolean first;

  public ReceivedBytes(EventLoop loop) {
    this.loop = loop;
  }

  /// Reads the bytes that have arrived.
  ///
  /// @return the number of bytes, or -1 at the end of the input
  public int read(Endpoint endpoint) throws IOException {
    keep();
    ByteBuffer buffer = loop.inbound();
    int count = endpoint.read(buffer);
    arrival = loop.arrivalTime();
    laterKnown = false;
    buffer.flip();
    if (!bytes.hasRemaining()) {
      bytes = buffer;
      borrowed = true;
    } else if (buffer.hasRemaining()) {
      append(buffer);
    }
    received += Math.max(0, count);
    return count;
  }

  /// Marks the next byte, for [#arrivedAt].
  ///
  /// @param begun whether it continues what an earlier byte began
  public void mark(boolean begun) {
    first = borrowed && bytes.position() == 0 && !begun;
  }

  /// Returns a time at which the bytes used since the mark had arrived, or a later one, in
  /// nanoseconds of the loop. If they are the first ones of the last reading, they had begun to
  /// arrive when the loop called the listener; those after them may have arrived meanwhile.
  public long arrivedAt() {
    if (first) {
      return arrival;
    }
    if (!laterKnown) {
      laterKnown = true;
      laterArrival = loop.readNanoTime();
    }
    return laterArrival;
  }

  /// Takes bytes that another connection has received.
  public void take(ReceivedBytes other) {
    arrival = other.arrival;
    laterKnown = false;
    bytes = other.bytes;
    borrowed = other.borrowed;
    other.clear();
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

  /// Returns the buffer of the loop and keeps a copy of the remaining bytes. Called at the end of
  /// each callback.
  ///
  /// @return the memory that is kept, in bytes
  public int keep() {
    if (!bytes.hasRemaining()) {
      bytes = NOTHING;
    } else if (borrowed) {
      bytes = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }
    borrowed = false;
    return bytes.capacity();
  }

  /// Returns the bytes; the caller advances the position past those that it uses.
  public ByteBuffer bytes() {
    return bytes;
  }

  /// Returns whether there are no bytes.
  public boolean isEmpty() {
    return !bytes.hasRemaining();
  }

  /// Returns the number of bytes.
  public int size() {
    return bytes.remaining();
  }

  /// Returns the number of bytes that were read since the last call.
  public long takeReceived() {
    long count = received;
    received = 0;
    return count;
  }

  /// Discards all bytes.
  public void clear() {
    bytes = NOTHING;
    borrowed = false;
  }
}
