package otus.server.loop.tls;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The buffers that all TLS connections of one loop use in turn, each only within one call, so that
/// an idle connection needs none. Owned by the [TlsResources] of the loop and confined to it.
///
/// Records are encrypted into a heap buffer and then copied to a direct one: the cipher of the JDK
/// is three times as slow if its destination is a direct buffer. For its source there is no
/// difference.
final class TlsBuffers {
  private static final int SIZE = 64 * 1024;

  /// Four records of the maximum size, and as much room as the engine wants for the last of them.
  private static final int RECORDS = 5 * 17 * 1024;

  /// The largest plaintext of a record that the engine accepts.
  private static final int PLAIN = 33 * 1024;

  private final ByteBuffer arrived = ByteBuffer.allocate(SIZE);
  private final ByteBuffer records = ByteBuffer.allocate(RECORDS);
  private final ByteBuffer wire = ByteBuffer.allocateDirect(RECORDS);
  private final ByteBuffer file = ByteBuffer.allocateDirect(SIZE);
  private @Nullable ByteBuffer plain;

  /// Returns an empty buffer for records that have arrived.
  ByteBuffer arrived() {
    return arrived.clear();
  }

  /// Returns an empty buffer to encrypt records into.
  ByteBuffer records() {
    return records.clear();
  }

  /// Returns an empty buffer for the same records on their way to the endpoint below.
  ByteBuffer wire() {
    return wire.clear();
  }

  /// Returns an empty buffer for parts of files.
  ByteBuffer file() {
    return file.clear();
  }

  /// Returns an empty buffer to decrypt one record into, for a target with less room.
  ByteBuffer plain() {
    ByteBuffer current = plain;
    if (current == null) {
      current = ByteBuffer.allocate(PLAIN);
      plain = current;
    }
    return current.clear();
  }
}
