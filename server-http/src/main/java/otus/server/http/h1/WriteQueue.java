package otus.server.http.h1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import otus.server.loop.Endpoint;

/// The buffers that are to be written before anything else, in order; confined to its loop.
final class WriteQueue {
  /// Enough for a saved rest, a head, a chunk's line and a piece of content.
  private static final int SLOTS = 8;

  /// How many slots one more piece of content takes at the most.
  private static final int PIECE = 3;

  private final ByteBuffer[] buffers = new ByteBuffer[SLOTS];
  private int first;
  private int end;

  /// The size of the copies it has made of loaned buffers.
  private int copied;

  /// Adds a buffer, which stays the caller's, who does not touch it until it is written.
  void add(ByteBuffer buffer) {
    if (buffer.hasRemaining()) {
      buffers[end++] = buffer;
    }
  }

  boolean isEmpty() {
    return first == end;
  }

  /// Whether it may have no room for another piece of content before something is written.
  boolean isCrowded() {
    return end + PIECE > SLOTS;
  }

  /// Writes what the endpoint takes, and returns how many bytes that was.
  long write(Endpoint endpoint) throws IOException {
    long count =
        end - first == 1
            ? endpoint.write(buffers[first])
            : endpoint.write(buffers, first, end - first);
    while (first < end && !buffers[first].hasRemaining()) {
      buffers[first++] = null;
    }
    if (first == end) {
      first = 0;
      end = 0;
      copied = 0;
    }
    return count;
  }

  /// Replaces `loaned`, if it is not yet written, by a copy of its rest.
  void keep(ByteBuffer loaned) {
    for (int i = first; i < end; i++) {
      if (buffers[i] == loaned) {
        copied += loaned.remaining();
        buffers[i] = ByteBuffer.allocate(loaned.remaining()).put(loaned).flip();
      }
    }
  }

  /// How many bytes it holds that are nobody else's.
  int held() {
    return copied;
  }

  void clear() {
    first = 0;
    end = 0;
    copied = 0;
    Arrays.fill(buffers, null);
  }
}
