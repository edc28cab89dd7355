package otus.server.http.h2.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import otus.server.loop.Endpoint;

/// The frames that one connection is about to send. Owned by the connection, confined to its loop.
///
/// Within a callback the frames are collected in the buffer of the loop, so that those of many
/// streams leave in one write. The bytes that the client does not accept are kept in a buffer of
/// the connection; as long as there is such a rest, the connection reads no frames and adds no
/// content, so the rest stays small.
public final class FrameOutput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Endpoint endpoint;

  /// The buffer of the loop, filled up to its position; null if it is not in use.
  private @Nullable ByteBuffer filling;

  /// The bytes that were not accepted, from its position to its limit.
  private ByteBuffer rest = NOTHING;

  /// Whether the client accepts no more now.
  private boolean blocked;

  private long written;

  /// The number of written bytes that had not left the endpoint at the last [#takeWritten].
  private long unsent;

  public FrameOutput(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  /// Returns whether the client accepts no more now.
  public boolean isBlocked() {
    return blocked;
  }

  /// Returns a buffer with room for some bytes. The caller puts them there at once, at its
  /// position.
  ///
  /// @throws IOException if the connection is broken
  public ByteBuffer room(int size) throws IOException {
    ByteBuffer current = filling;
    if (current != null && current.remaining() >= size) {
      return current;
    }
    if (current != null) {
      flush();
    }
    if (rest.hasRemaining()) {
      return append(size);
    }
    ByteBuffer next = endpoint.loop().outbound();
    if (next.capacity() < size) {
      next = ByteBuffer.allocate(size); // of a head with huge fields
    }
    filling = next;
    return next;
  }

  /// Makes room at the end of the rest. The caller's bytes become a part of it with [#flush].
  private ByteBuffer append(int size) {
    ByteBuffer larger = ByteBuffer.allocate(rest.remaining() + size).put(rest);
    rest = NOTHING;
    filling = larger;
    return larger;
  }

  /// Writes as much as the client accepts. Called at the end of each callback that has added
  /// frames, and when the client accepts more.
  ///
  /// @return whether everything is on its way
  /// @throws IOException if the connection is broken
  public boolean flush() throws IOException {
    ByteBuffer current = filling;
    if (current != null) {
      filling = null;
      write(current.flip());
      rest = current.hasRemaining() ? copy(current) : NOTHING;
    } else if (rest.hasRemaining()) {
      write(rest);
      rest = rest.hasRemaining() ? rest : NOTHING;
    } else if (!blocked) {
      return true;
    }
    blocked = rest.hasRemaining() || !endpoint.flush();
    return !blocked;
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (bytes.hasRemaining()) {
      written += endpoint.write(bytes);
    }
  }

  /// Copies what is left, since the buffer of the loop is lent for the callback only.
  private static ByteBuffer copy(ByteBuffer left) {
    return ByteBuffer.allocate(left.remaining()).put(left).flip();
  }

  /// Returns the number of bytes that have left the endpoint since the last call.
  public long takeWritten() {
    long before = unsent;
    unsent = endpoint.unsent();
    long count = written + before - unsent;
    written = 0;
    return Math.max(0, count);
  }

  /// Returns the memory of the rest in bytes.
  public int held() {
    return rest.capacity();
  }

  /// Discards everything.
  public void clear() {
    filling = null;
    rest = NOTHING;
    blocked = false;
  }
}
