package otus.server.http.testing;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;

/// A body that was read, for one more reader: a source of one chunk. Used by one thread at a time.
final class Replay implements ByteSource {
  private final ByteBuffer bytes;

  private Replay(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /// Returns a source of a copy of these bytes.
  static ByteSource of(byte[] bytes) {
    return bytes.length == 0 ? ByteSource.empty() : new Replay(bytes.clone());
  }

  @Override
  public CompletionStage<Chunk> next() {
    ByteBuffer rest = bytes.slice();
    bytes.position(bytes.limit());
    return CompletableFuture.completedStage(
        rest.hasRemaining() ? new Chunk.Data(rest) : Chunk.end());
  }

  @Override
  public void close() {
    bytes.position(bytes.limit());
  }
}
