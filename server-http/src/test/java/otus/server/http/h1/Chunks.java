package otus.server.http.h1;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import otus.server.api.ByteSource;
import otus.server.api.Chunk;

/// A source of numbered text that lends one buffer again and again: what was lent is overwritten as
/// soon as the next chunk is asked for. Counts what is done to it.
final class Chunks implements ByteSource {

  /// When its stages complete.
  enum Arrival {
    AT_ONCE,
    AS_A_TASK,
    ON_ANOTHER_THREAD
  }

  private final ManualLoop loop;
  private final Arrival arrival;
  private final byte[] text;
  private final ByteBuffer buffer;
  private final Chunk.End end;
  private int place;
  private boolean outstanding;
  private @Nullable Runnable onNext;

  int asked;
  int closed;

  Chunks(ManualLoop loop, Arrival arrival, int length, int size) {
    this(loop, arrival, length, size, Chunk.end());
  }

  Chunks(ManualLoop loop, Arrival arrival, int length, int size, Chunk.End end) {
    this.loop = loop;
    this.arrival = arrival;
    this.text = Octets.of(Octets.numbered(length));
    this.buffer = ByteBuffer.allocate(size);
    this.end = end;
  }

  /// Does something whenever a chunk is asked for.
  Chunks onNext(Runnable action) {
    onNext = action;
    return this;
  }

  @Override
  public CompletionStage<Chunk> next() {
    if (!loop.inLoop() || outstanding || closed > 0) {
      throw new AssertionError("asked too early, too late, or on the wrong thread");
    }
    asked++;
    outstanding = true;
    if (onNext != null) {
      onNext.run();
    }
    buffer.clear().put("#".repeat(buffer.capacity()).getBytes(Octets.LATIN_1)).clear();
    CompletableFuture<Chunk> stage = new CompletableFuture<>();
    switch (arrival) {
      case AT_ONCE -> stage.complete(take());
      case AS_A_TASK -> loop.execute(() -> stage.complete(take()));
      case ON_ANOTHER_THREAD -> Thread.ofVirtual().start(() -> stage.complete(take()));
    }
    return stage;
  }

  private Chunk take() {
    outstanding = false;
    if (place == text.length) {
      return end;
    }
    int count = Math.min(buffer.capacity(), text.length - place);
    buffer.put(0, text, place, count).limit(count);
    place += count;
    return new Chunk.Data(buffer);
  }

  @Override
  public void close() {
    if (!loop.inLoop()) {
      throw new AssertionError("closed on the wrong thread");
    }
    closed++;
  }
}
