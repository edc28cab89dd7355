package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import otus.server.loop.Endpoint;

/// The buffers of one connection that are to be written, in order, and the number of bytes
/// written. Owned by the writer of the connection, confined to its loop.
final class WriteQueue {
  /// Enough for a saved rest, a head, the line of a chunk and a segment of the body.
  private static final int SLOTS = 8;

  /// The maximum number of slots of a segment.
  private static final int SEGMENT = 3;

  private final Endpoint endpoint;
  private final ByteBuffer[] buffers = new ByteBuffer[SLOTS];
  private int first;
  private int end;

  /// The size of the copies of lent buffers that the queue has made.
  private int copied;

  private long written;
  private long sent;

  WriteQueue(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /// Adds a buffer. It belongs to the caller, who does not touch it until it is written.
  void add(ByteBuffer buffer) {
    if (buffer.hasRemaining()) {
      buffers[end++] = buffer;
    }
  }

  /// Returns whether another segment may not fit until bytes are written.
  boolean isCrowded() {
    return end + SEGMENT > SLOTS;
  }

  /// Returns the number of bytes to be written.
  int remaining() {
    int count = 0;
    for (int i = first; i < end; i++) {
      count += buffers[i].remaining();
    }
    return count;
  }

  /// Writes as many bytes as the endpoint accepts now.
  ///
  /// @return whether the queue is empty
  boolean flush() throws IOException {
    if (first == end) {
      return true;
    }
    count(
        end - first == 1
            ? endpoint.write(buffers[first])
            : endpoint.write(buffers, first, end - first));
    while (first < end && !buffers[first].hasRemaining()) {
      buffers[first++] = null;
    }
    if (first < end) {
      return false;
    }
    first = 0;
    end = 0;
    copied = 0;
    return true;
  }

  /// Counts bytes that were written without the queue.
  void count(long bytes) {
    written += bytes;
    sent += bytes;
  }

  /// Returns the number of bytes that were written since the last call.
  long takeWritten() {
    long count = written;
    written = 0;
    return count;
  }

  /// Returns the number of bytes that were written in all.
  long sent() {
    return sent;
  }

  /// Replaces a lent buffer, if it is not written, by a copy of its rest.
  void keep(ByteBuffer lent) {
    for (int i = first; i < end; i++) {
      if (buffers[i] == lent) {
        copied += lent.remaining();
        buffers[i] = ByteBuffer.allocate(lent.remaining()).put(lent).flip();
      }
    }
  }

  /// Returns the memory of the copies in the queue in bytes.
  int held() {
    return copied;
  }

  /// Discards all buffers, and resets the count of [#takeWritten].
  void clear() {
    written = 0;
    first = 0;
    end = 0;
    copied = 0;
    Arrays.fill(buffers, null);
  }
}
